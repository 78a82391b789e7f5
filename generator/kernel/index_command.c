// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/index_command.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "generator/kernel/index.h"

/* What a name on the command line is, and what is known of it. */
enum subject { SUBJECT_COMPATIBLE, SUBJECT_FILE, SUBJECT_SYMBOL };

struct answer {
	const struct kernel_index *index;
	const char *name;
	enum subject subject;
	struct index_entries entries;
	ARRAY(const struct index_object *) objects;
};

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);

	return length > end_length && !strcmp(text + length - end_length, end);
}

static bool is_file_name(const char *name)
{
	static const char *const ends[] = { ".c", ".h", ".inc", ".S" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (ends_with(name, ends[i]) && !strchr(name, ','))
			return true;
	return false;
}

static void add_object(const struct index_object *object, void *context)
{
	struct answer *answer = context;

	*array_add(&answer->objects) = object;
}

static void find(struct answer *answer)
{
	const struct kernel_index *index = answer->index;
	const char *name = answer->name;
	size_t length = strlen(index->tree);

	if (!strncmp(name, "CONFIG_", 7)) {
		answer->subject = SUBJECT_SYMBOL;
		kernel_index_symbol(index, name + 7, add_object, answer);
	} else if (is_file_name(name)) {
		const struct index_object *object;

		if (!strncmp(name, index->tree, length) && name[length] == '/')
			name += length + 1;
		else if (!strncmp(name, "./", 2))
			name += 2;
		answer->subject = SUBJECT_FILE;
		answer->entries = kernel_index_file(index, name);
		object = kernel_index_object(index, name);
		if (object)
			add_object(object, answer);
	} else {
		answer->subject = SUBJECT_COMPATIBLE;
		answer->entries = kernel_index_compatible(index, name);
	}
}

static int not_found(const struct answer *answer, struct error *error)
{
	const char *tree = answer->index->tree;

	if (answer->subject == SUBJECT_SYMBOL)
		return error_set(error, "%s: decides about no file of %s", answer->name,
				 tree);
	if (answer->subject == SUBJECT_FILE)
		return error_set(error, "%s: no makefile of %s names it, and no compatible stands in it; expected a path below that folder",
				 answer->name, tree);
	return error_set(error, "%s: no file of %s has this compatible", answer->name, tree);
}

/* ---- for people */

static void print_condition(struct buffer *out, const char *what,
			    const struct condition *condition)
{
	if (condition->kind == CONDITION_FALSE)
		return;
	buffer_printf(out, "    %s", what);
	if (condition->kind == CONDITION_TRUE) {
		buffer_add_string(out, " always");
	} else {
		buffer_add_string(out, " where ");
		condition_text(condition, out);
	}
	buffer_add_string(out, "\n");
}

static void print_object(struct buffer *out, const struct index_object *object)
{
	buffer_printf(out, "  %s (%s)\n", object->source, object->makefile);
	print_condition(out, "built in", object->built_in);
	print_condition(out, "module", object->module);
}

static void print_entry(struct buffer *out, const struct answer *answer,
			const struct index_entry *entry)
{
	const struct index_object *object =
		kernel_index_object(answer->index, entry->source);

	buffer_printf(out, "  %s", entry->file);
	if (entry->line)
		buffer_printf(out, ":%u", entry->line);
	if (answer->subject == SUBJECT_FILE)
		buffer_printf(out, ": \"%s\"", entry->compatible);
	buffer_printf(out, ": %s%s", compatible_kind_name(entry->kind),
		      !entry->registered && compatible_kind_serves(entry->kind) ?
			      " that nothing registers" : "");
	if (strcmp(entry->file, entry->source))
		buffer_printf(out, ", compiled as a part of %s", entry->source);
	if (entry->why)
		buffer_printf(out, ", see %s", entry->why);
	if (object)
		buffer_printf(out, " (%s)", object->makefile);
	buffer_add_string(out, "\n");
	if (entry->class > INDEX_ALWAYS)
		buffer_printf(out, "    not in any kernel: %s\n",
			      entry->class == INDEX_NO_MAKEFILE ? "no makefile names its file" :
			      entry->class == INDEX_NEVER ? "its condition is never true" :
			      "only with a symbol that there is not");
	print_condition(out, "built in", entry->condition);
	print_condition(out, "module", entry->module);
}

static void print_answer(struct buffer *out, const struct answer *answer)
{
	buffer_printf(out, "%s\n", answer->name);
	for (size_t i = 0; i < answer->objects.count; i++)
		print_object(out, answer->objects.items[i]);
	for (size_t i = 0; i < answer->entries.count; i++)
		print_entry(out, answer, answer->entries.items[i]);
}

/* ---- for programs */

static json_t *condition_json(const struct condition *condition)
{
	struct buffer text = BUFFER_INIT;
	json_t *json;

	condition_text(condition, &text);
	json = json_string(buffer_text(&text));
	buffer_free(&text);
	return json;
}

static json_t *object_json(const struct index_object *object)
{
	return json_pack("{s:s, s:s, s:o, s:o}", "source", object->source, "makefile",
			 object->makefile, "built_in", condition_json(object->built_in),
			 "module", condition_json(object->module));
}

static json_t *entry_json(const struct answer *answer, const struct index_entry *entry)
{
	const struct index_object *object =
		kernel_index_object(answer->index, entry->source);

	return json_pack("{s:s, s:s, s:b, s:s, s:i, s:s, s:s*, s:s*, s:s, s:o, s:o}",
			 "compatible", entry->compatible, "kind",
			 compatible_kind_name(entry->kind), "registered", entry->registered,
			 "file", entry->file, "line", (int)entry->line, "source",
			 entry->source, "makefile", object ? object->makefile : NULL, "why",
			 entry->why, "class", index_class_name(entry->class), "built_in",
			 condition_json(entry->condition), "module",
			 condition_json(entry->module));
}

static json_t *answer_json(const struct answer *answer)
{
	json_t *objects = json_array(), *entries = json_array();

	for (size_t i = 0; i < answer->objects.count; i++)
		json_array_append_new(objects, object_json(answer->objects.items[i]));
	for (size_t i = 0; i < answer->entries.count; i++)
		json_array_append_new(entries, entry_json(answer, answer->entries.items[i]));
	return json_pack("{s:s, s:o, s:o}", "name", answer->name, "objects", objects,
			 "entries", entries);
}

/* ---- figures */

struct figures {
	uint64_t distinct;		/* compatibles */
	uint64_t served;		/* of them: with a driver or the like */
	uint64_t several;		/* of them: by more than one source */
	uint64_t kinds[COMPATIBLE_KINDS];
	uint64_t classes[INDEX_CLASSES];
};

static void count_compatible(struct figures *figures, struct index_entries entries)
{
	const char *source = NULL;
	bool served = false, several = false;

	for (size_t i = 0; i < entries.count; i++) {
		const struct index_entry *entry = entries.items[i];

		figures->kinds[entry->kind]++;
		figures->classes[entry->class]++;
		if (!entry->registered)
			continue;
		served = true;
		several |= source && strcmp(source, entry->source);
		source = entry->source;
	}
	figures->distinct++;
	figures->served += served;
	figures->several += several;
}

static void count_all(struct figures *figures, const struct kernel_index *index)
{
	for (size_t i = 0; i < index->entries.count;) {
		struct index_entries entries =
			kernel_index_compatible(index, index->entries.items[i].compatible);

		count_compatible(figures, entries);
		i += entries.count;
	}
}

static void print_figures(struct buffer *out, const struct kernel_index *index,
			  const struct figures *figures)
{
	const struct index_facts *facts = &index->facts;

	buffer_printf(out, "%s: Linux %s%s\n", index->tree, index->version,
		      index->cached ? ", from the cache" : "");
	buffer_printf(out, "  %8" PRIu64 " C files and headers, %" PRIu64 " MB\n",
		      facts->files, facts->bytes / 1000000);
	buffer_printf(out, "  %8" PRIu64 " of them with compatibles\n", facts->scanned);
	buffer_printf(out, "  %8" PRIu64 " folders that Kbuild gets to\n", facts->folders);
	buffer_printf(out, "  %8zu C files that it builds\n", index->objects.count);
	buffer_printf(out, "  %8" PRIu64 " objects without a source\n", facts->without_source);
	buffer_printf(out, "  %8" PRIu64 " compatibles\n", figures->distinct);
	buffer_printf(out, "  %8" PRIu64 " of them served by a driver or a declaration\n",
		      figures->served);
	buffer_printf(out, "  %8" PRIu64 " of these by several files\n", figures->several);
	buffer_printf(out, "  %8" PRIu64 " names in the place of one that stay names\n",
		      facts->unresolved);
	buffer_printf(out, "%zu places, by kind:\n", index->entries.count);
	for (size_t i = 0; i < COMPATIBLE_KINDS; i++)
		buffer_printf(out, "  %8" PRIu64 " %s\n", figures->kinds[i],
			      compatible_kind_name((enum compatible_kind)i));
	buffer_add_string(out, "and by when they are in a kernel:\n");
	for (size_t i = 0; i < INDEX_CLASSES; i++)
		buffer_printf(out, "  %8" PRIu64 " %s\n", figures->classes[i],
			      index_class_name((enum index_class)i));
}

static json_t *figures_json(const struct kernel_index *index, const struct figures *figures)
{
	const struct index_facts *facts = &index->facts;
	json_t *kinds = json_object(), *classes = json_object();

	for (size_t i = 0; i < COMPATIBLE_KINDS; i++)
		json_object_set_new(kinds, compatible_kind_name((enum compatible_kind)i),
				    json_integer((json_int_t)figures->kinds[i]));
	for (size_t i = 0; i < INDEX_CLASSES; i++)
		json_object_set_new(classes, index_class_name((enum index_class)i),
				    json_integer((json_int_t)figures->classes[i]));
	return json_pack("{s:s, s:s, s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o}",
			 "tree", index->tree, "version", index->version, "cached",
			 index->cached, "files", (json_int_t)facts->files, "bytes",
			 (json_int_t)facts->bytes, "scanned", (json_int_t)facts->scanned,
			 "folders", (json_int_t)facts->folders, "objects",
			 (json_int_t)index->objects.count, "without_source",
			 (json_int_t)facts->without_source, "compatibles",
			 (json_int_t)figures->distinct, "served",
			 (json_int_t)figures->served, "by_several",
			 (json_int_t)figures->several, "unresolved",
			 (json_int_t)facts->unresolved, "places",
			 (json_int_t)index->entries.count, "kinds", kinds, "classes",
			 classes);
}

/* ---- the command */

static void add_json(struct buffer *out, json_t *json)
{
	char *text = json_dumps(json, JSON_INDENT(1));

	buffer_printf(out, "%s\n", text);
	free(text);
	json_decref(json);
}

static int answer_all(const struct kernel_index *index, bool json, char *const *names,
		      int nr_names, struct buffer *out, struct error *error)
{
	json_t *answers = json_array();
	int result = 0;

	for (int i = 0; i < nr_names; i++) {
		struct answer answer = { .index = index, .name = names[i] };

		find(&answer);
		if (!answer.entries.count && !answer.objects.count)
			result = not_found(&answer, error);
		else if (json)
			json_array_append_new(answers, answer_json(&answer));
		else
			print_answer(out, &answer);
		array_free(&answer.objects);
	}
	if (json)
		add_json(out, answers);
	else
		json_decref(answers);
	return result;
}

int index_command(const char *kernel, bool json, char *const *names, int nr_names,
		  struct buffer *out, struct error *error)
{
	struct figures figures = { 0 };
	struct kernel_index index;
	int result = 0;

	if (kernel_index_open(&index, kernel, NULL, error))
		return -1;
	if (nr_names) {
		result = answer_all(&index, json, names, nr_names, out, error);
	} else {
		count_all(&figures, &index);
		if (json)
			add_json(out, figures_json(&index, &figures));
		else
			print_figures(out, &index, &figures);
	}
	kernel_index_close(&index);
	return result;
}
