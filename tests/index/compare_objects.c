// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare-objects TREE SRCARCH CONFIG OBJECTS: evaluate the condition of each
 * source file under a .config, and compare with what Kbuild itself builds: the
 * output of Makefile.kbuild-objects under that .config. Exit status 1 where they
 * differ.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/kernel/kbuild.h"

#define SHOWN 40

/* What a source file becomes a part of: bits. */
enum { IN_VMLINUX = 1, IN_MODULE = 2 };

struct values {
	struct map symbols;	/* -> value */
	const char *srcarch;
};

static const char *value_of(const char *symbol, void *context)
{
	struct values *values = context;

	if (!strcmp(symbol, "SRCARCH") || !strcmp(symbol, "ARCH"))
		return values->srcarch;
	return map_get(&values->symbols, symbol);
}

/* The .config's lines, cut in place. */
static void read_values(char *text, struct values *values)
{
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		char *equals = strchr(line, '=');
		size_t length;

		if (strncmp(line, "CONFIG_", 7) || !equals)
			continue;
		*equals++ = '\0';
		length = strlen(equals);
		if (length >= 2 && *equals == '"') {
			equals[length - 1] = '\0';
			equals++;
		}
		*map_put(&values->symbols, line + 7) = equals;
	}
}

static void set_bit(struct map *map, const char *source, int bit)
{
	void **value = map_put(map, source);

	*value = (void *)((size_t)*value | (size_t)bit);
}

/* The C sources of the objects that Kbuild builds. */
static void read_objects(char *text, const struct source_files *files, struct map *theirs)
{
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		size_t length = strlen(line);

		if (length < 5 || strcmp(line + length - 2, ".o"))
			continue;
		line[length - 1] = 'c';
		if (source_files_find(files, line + 2))
			set_bit(theirs, line + 2, *line == 'y' ? IN_VMLINUX : IN_MODULE);
	}
}

/* Paths as Kbuild prints them may have "dir/../" in them. */
static void straighten(char *text)
{
	char *up;

	while ((up = strstr(text, "/../"))) {
		char *start = up;

		while (start > text && start[-1] != '/' && start[-1] != ' ')
			start--;
		memmove(start, up + 4, strlen(up + 4) + 1);
	}
}

static char *read_text(const char *path)
{
	struct buffer text = BUFFER_INIT;
	struct error error = ERROR_INIT;

	if (file_read(path, &text, &error)) {
		fprintf(stderr, "%s\n", error.text);
		exit(2);
	}
	return buffer_take(&text);
}

static void print_difference(const struct kbuild *kbuild, const char *source, int theirs,
			     int ours)
{
	static const char *const names[] = { "not built", "built in", "module",
					     "built in and module" };
	const struct kbuild_object *object = kbuild_find(kbuild, source);
	struct buffer text = BUFFER_INIT;

	if (object) {
		condition_text(object->built_in, &text);
		buffer_add_string(&text, " | ");
		condition_text(object->module, &text);
	}
	printf("# %s: Kbuild: %s; condition: %s: %s\n", source, names[theirs],
	       names[ours], buffer_text(&text));
	buffer_free(&text);
}

int main(int argc, char **argv)
{
	struct values values = { .srcarch = argc == 5 ? argv[2] : NULL };
	struct error error = ERROR_INIT;
	struct kconfig_types types;
	struct source_files files;
	struct condition_pool *pool;
	struct kbuild kbuild;
	struct map theirs = MAP_INIT, ours = MAP_INIT;
	size_t differences = 0, counts[4] = { 0 };
	char *config, *objects;

	if (argc != 5) {
		fprintf(stderr, "usage: compare-objects TREE SRCARCH CONFIG OBJECTS\n");
		return 2;
	}
	if (source_files_list(&files, argv[1], &error)) {
		fprintf(stderr, "%s\n", error.text);
		return 2;
	}
	config = read_text(argv[3]);
	read_values(config, &values);
	objects = read_text(argv[4]);
	straighten(objects);
	read_objects(objects, &files, &theirs);

	pool = condition_pool_new();
	kconfig_types_read(&types, &files);
	kbuild_read(&kbuild, &files, &types, pool);
	for (size_t i = 0; i < kbuild.objects.count; i++) {
		const struct kbuild_object *object = kbuild.objects.entries[i].value;

		if (condition_evaluate(object->built_in, value_of, &values))
			set_bit(&ours, object->source, IN_VMLINUX);
		if (condition_evaluate(object->module, value_of, &values))
			set_bit(&ours, object->source, IN_MODULE);
	}
	for (size_t i = 0; i < kbuild.objects.count; i++) {
		const char *source = kbuild.objects.entries[i].key;
		int their = (int)(size_t)map_get(&theirs, source);
		int our = (int)(size_t)map_get(&ours, source);

		counts[their]++;
		if (their != our && differences++ < SHOWN)
			print_difference(&kbuild, source, their, our);
	}
	for (size_t i = 0; i < theirs.count; i++)
		if (!kbuild_find(&kbuild, theirs.entries[i].key) && differences++ < SHOWN)
			print_difference(&kbuild, theirs.entries[i].key,
					 (int)(size_t)theirs.entries[i].value, 0);
	printf("%zu source files: %zu built in, %zu modules, %zu not built; %zu differences\n",
	       kbuild.objects.count, counts[IN_VMLINUX] + counts[IN_VMLINUX | IN_MODULE],
	       counts[IN_MODULE], counts[0], differences);

	kbuild_free(&kbuild);
	kconfig_types_free(&types);
	condition_pool_free(pool);
	source_files_free(&files);
	map_free(&theirs);
	map_free(&ours);
	map_free(&values.symbols);
	free(config);
	free(objects);
	return differences ? 1 : 0;
}
