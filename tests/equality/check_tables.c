// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Linked with a board's tables, compares them with the DTB that they were made
 * of, through the kernel's structs on one side and libfdt on the other:
 *
 *	check-tables dtb > new.dtb	the tables turned back into a DTB
 *	check-tables answers x.dtb notes	every kept node answers as libfdt does
 *
 * notes is what gen-board -v said: only what it names may be missing.
 */
#include <libfdt.h>
#include <linux/of_static.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DTB_ROOM (1 << 20)
#define MAX_PATH 4096

const struct fwnode_operations of_fwnode_ops = { 0 };

static const struct of_static_board *const board = &of_static_board;
static unsigned int failures;

#define EXPECT(condition, ...)					\
	do {							\
		if (!(condition)) {				\
			fprintf(stderr, __VA_ARGS__);		\
			fputc('\n', stderr);			\
			failures++;				\
		}						\
	} while (0)

static void *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *data = NULL;
	size_t room = 0, used = 0, got;

	if (!file) {
		perror(path);
		exit(2);
	}
	do {
		data = realloc(data, room += 1 << 16);
		got = fread(data + used, 1, room - used - 1, file);
		used += got;
	} while (got);
	data[used] = '\0';
	fclose(file);
	*size = used;
	return data;
}

static size_t base_length(const char *name)
{
	return strcspn(name, "@");
}

/* The property that populate_properties() adds to a node that has none. */
static bool is_made_name(const struct device_node *np, const struct property *pp)
{
	size_t length = base_length(np->full_name);

	return !pp->next && !strcmp(pp->name, "name") &&
	       (size_t)pp->length == length + 1 &&
	       !strncmp(pp->value, np->full_name, length);
}

/* ---- back to a DTB */

static int write_node(void *dtb, const struct device_node *np)
{
	int status = fdt_begin_node(dtb, np->full_name);

	for (const struct property *pp = np->properties; !status && pp; pp = pp->next)
		if (!is_made_name(np, pp))
			status = fdt_property(dtb, pp->name, pp->value, pp->length);
	for (const struct device_node *child = np->child; !status && child;
	     child = child->sibling)
		status = write_node(dtb, child);
	return status ? status : fdt_end_node(dtb);
}

/* The reserved table has /memreserve/ first, then /reserved-memory's regions. */
static int write_reservations(void *dtb)
{
	unsigned int count = board->nr_reserved;
	int status = 0;

	for (const struct device_node *np = of_root->child; np; np = np->sibling) {
		if (strcmp(np->full_name, "reserved-memory"))
			continue;
		for (np = np->child; np; np = np->sibling)
			for (const struct property *pp = np->properties; pp;
			     pp = pp->next)
				count -= !strcmp(pp->name, "reg");
		break;
	}
	for (unsigned int i = 0; !status && i < count; i++)
		status = fdt_add_reservemap_entry(dtb, board->reserved[i].base,
						  board->reserved[i].size);
	return status ? status : fdt_finish_reservemap(dtb);
}

static int write_dtb(void)
{
	void *dtb = malloc(DTB_ROOM);
	int status = fdt_create(dtb, DTB_ROOM);

	if (!status)
		status = write_reservations(dtb);
	if (!status)
		status = write_node(dtb, of_root);
	if (!status)
		status = fdt_finish(dtb);
	if (status) {
		fprintf(stderr, "libfdt: %s\n", fdt_strerror(status));
		return 1;
	}
	fwrite(dtb, fdt_totalsize(dtb), 1, stdout);
	free(dtb);
	return 0;
}

/* ---- the same answers */

static const struct property *find_property(const struct device_node *np,
					    const char *name)
{
	for (const struct property *pp = np->properties; pp; pp = pp->next)
		if (!strcmp(pp->name, name))
			return pp;
	return NULL;
}

/* A line "dropped PATH: ..." or "dropped PATH: PROPERTY: ..." is there. */
static bool is_noted(const char *notes, const char *path, const char *property)
{
	char line[MAX_PATH];

	if (property)
		snprintf(line, sizeof(line), "\ndropped %s: %s: ", path, property);
	else
		snprintf(line, sizeof(line), "\ndropped %s: ", path);
	return strstr(notes, line);
}

static void check_properties(const void *dtb, int offset,
			     const struct device_node *np, const char *path,
			     const char *notes)
{
	const struct property *pp;
	int at;

	fdt_for_each_property_offset(at, dtb, offset) {
		const char *name;
		int length;
		const void *value = fdt_getprop_by_offset(dtb, at, &name, &length);

		pp = find_property(np, name);
		if (!pp) {
			EXPECT(is_noted(notes, path, name),
			       "%s: %s: missing and not noted", path, name);
			continue;
		}
		EXPECT(!is_noted(notes, path, name), "%s: %s: noted but there",
		       path, name);
		EXPECT(pp->value, "%s: %s: no value", path, name);
		EXPECT(pp->length == length && !memcmp(pp->value, value, length),
		       "%s: %s: differs", path, name);
	}
	for (pp = np->properties; pp; pp = pp->next)
		EXPECT(fdt_getprop(dtb, offset, pp->name, NULL) ||
		       is_made_name(np, pp), "%s: %s: not in the DTB", path,
		       pp->name);
}

static bool path_is_dropped(const char *notes, const char *path)
{
	char copy[MAX_PATH];
	char *slash;

	snprintf(copy, sizeof(copy), "%s", path);
	while (copy[0]) {
		if (is_noted(notes, copy, NULL))
			return true;
		slash = strrchr(copy, '/');
		*slash = '\0';
	}
	return false;
}

static void check_node(const void *dtb, int offset, const struct device_node *np,
		       const struct device_node *parent, const char *path,
		       const char *notes, unsigned int *seen)
{
	const struct device_node *child = np->child;
	const char *own;
	int at, length;

	EXPECT(np == &board->nodes[*seen], "%s: not in the tree's order", path);
	(*seen)++;
	EXPECT(np->parent == parent, "%s: wrong parent", path);
	EXPECT(np->fwnode.ops == &of_fwnode_ops, "%s: no fwnode ops", path);
	EXPECT(np->phandle == fdt_get_phandle(dtb, offset), "%s: wrong phandle", path);
	own = fdt_getprop(dtb, offset, "name", NULL);
	length = own ? (int)strlen(own) : (int)base_length(np->full_name);
	EXPECT((int)strlen(np->name) == length &&
	       !strncmp(np->name, own ? own : np->full_name, length),
	       "%s: wrong name", path);
	check_properties(dtb, offset, np, path, notes);

	fdt_for_each_subnode(at, dtb, offset) {
		char below[MAX_PATH];

		snprintf(below, sizeof(below), "%s/%s", parent ? path : "",
			 fdt_get_name(dtb, at, NULL));
		if (child && !strcmp(child->full_name, fdt_get_name(dtb, at, NULL))) {
			check_node(dtb, at, child, np, below, notes, seen);
			child = child->sibling;
			continue;
		}
		EXPECT(path_is_dropped(notes, below), "%s: missing and not noted",
		       below);
	}
	EXPECT(!child, "%s: a child that the DTB hasn't", path);
}

static void check_phandles(void)
{
	unsigned int with_phandle = 0;

	for (unsigned int i = 0; i < board->nr_nodes; i++)
		with_phandle += board->nodes[i].phandle != 0;
	EXPECT(with_phandle == board->nr_phandles, "phandles: %u of %u nodes",
	       board->nr_phandles, with_phandle);
	for (unsigned int i = 1; i < board->nr_phandles; i++)
		EXPECT(board->phandles[i - 1]->phandle < board->phandles[i]->phandle,
		       "phandles: %u not in order", i);
}

static const struct device_node *find_path(const void *dtb, const char *path)
{
	const struct device_node *np = of_root;
	char real[MAX_PATH];
	int offset = fdt_path_offset(dtb, path);

	if (offset < 0 || fdt_get_path(dtb, offset, real, sizeof(real)))
		return NULL;
	for (char *part = strtok(real, "/"); np && part; part = strtok(NULL, "/")) {
		for (np = np->child; np; np = np->sibling)
			if (!strcmp(np->full_name, part))
				break;
	}
	return np;
}

static void check_board(const void *dtb)
{
	int chosen = fdt_path_offset(dtb, "/chosen");
	int aliases = fdt_path_offset(dtb, "/aliases");
	const char *path = fdt_getprop(dtb, chosen, "stdout-path", NULL);
	const char *bootargs = fdt_getprop(dtb, chosen, "bootargs", NULL);

	EXPECT(of_root == &board->nodes[0], "of_root isn't the root");
	EXPECT(of_chosen == find_path(dtb, "/chosen"), "of_chosen");
	EXPECT(of_aliases == find_path(dtb, "/aliases"), "of_aliases");
	EXPECT(!bootargs == !board->bootargs &&
	       (!bootargs || !strcmp(bootargs, board->bootargs)), "bootargs");
	if (path) {
		char *end = strdup(path);
		char *colon = strchr(end, ':');

		if (colon)
			*colon = '\0';
		EXPECT(of_stdout == find_path(dtb, end), "of_stdout: %s", path);
		EXPECT(!colon == !board->stdout_options &&
		       (!colon || !strcmp(colon + 1, board->stdout_options)),
		       "stdout_options");
		free(end);
	}
	for (unsigned int i = 0; i < board->nr_aliases; i++) {
		const struct of_static_alias *alias = &board->aliases[i];
		const char *target = fdt_getprop(dtb, aliases, alias->alias, NULL);
		char name[256];

		snprintf(name, sizeof(name), "%s%d", alias->stem, alias->id);
		EXPECT(!strcmp(name, alias->alias), "alias %s: stem and id", name);
		EXPECT(target && alias->np == find_path(dtb, target), "alias %s", name);
	}
	for (unsigned int i = 0; i < board->nr_devices; i++) {
		const struct of_static_device *device = &board->devices[i];

		EXPECT(device->parent < (int)i, "%s: parent comes later", device->name);
		EXPECT(!i || device->np > board->devices[i - 1].np,
		       "%s: not in the nodes' order", device->name);
	}
}

int main(int argc, char **argv)
{
	unsigned int seen = 0;
	size_t size;
	char *notes;
	void *dtb;

	if (argc == 2 && !strcmp(argv[1], "dtb"))
		return write_dtb();
	if (argc != 4 || strcmp(argv[1], "answers")) {
		fprintf(stderr, "usage: %s dtb | answers DTB NOTES\n", argv[0]);
		return 2;
	}
	dtb = read_file(argv[2], &size);
	notes = read_file(argv[3], &size);
	/* each line is looked for with the newline before it */
	notes = realloc(notes, size + 2);
	memmove(notes + 1, notes, size + 1);
	notes[0] = '\n';

	check_node(dtb, 0, of_root, NULL, "/", notes, &seen);
	EXPECT(seen == board->nr_nodes, "%u nodes reached of %u", seen,
	       board->nr_nodes);
	check_phandles();
	check_board(dtb);
	free(dtb);
	free(notes);
	return failures ? 1 : 0;
}
