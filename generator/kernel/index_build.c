// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading a tree: what its C files say about compatibles, put together with
 * what its makefiles say about C files.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "generator/kernel/compatible_facts.h"
#include "generator/kernel/index_private.h"
#include "generator/kernel/source_stamps.h"

/* Of the file's being compiled for a module, see compatible.h. */
#define MODULE "MODULE"

struct builder {
	struct index_contents contents;
	struct source_files files;
	struct kconfig_types types;
	struct condition_pool *pool;
	struct kbuild kbuild;
	struct compatibles compatibles;
	struct map parts;	/* sources that are included by one that is built */
};

/* ---- conditions */

static const struct condition *when_module_is(struct builder *builder,
					      const struct condition *when,
					      const char *value)
{
	if (!condition_mentions(when, MODULE))
		return when;
	return condition_assume(builder->pool, when, MODULE, value);
}

/* When the file of @object with a row that is there @when knows the row. */
static void set_conditions(struct builder *builder, struct index_entry *entry,
			   const struct kbuild_object *object,
			   const struct condition *when)
{
	entry->condition = condition_false(builder->pool);
	entry->module = entry->condition;
	if (!object)
		return;
	if (object->built_in->kind != CONDITION_FALSE)
		entry->condition = condition_and(builder->pool, object->built_in,
						 when_module_is(builder, when, "n"));
	if (object->module->kind != CONDITION_FALSE)
		entry->module = condition_and(builder->pool, object->module,
					      when_module_is(builder, when, "y"));
}

/* And only where the file with the driver that has the row's table is there. */
static void add_registrar(struct builder *builder, struct index_entry *entry,
			  const char *registrar)
{
	const struct kbuild_object *object = kbuild_find(&builder->kbuild, registrar);
	struct condition_pool *pool = builder->pool;
	const struct condition *anyhow;

	if (!object) {
		entry->condition = entry->module = condition_false(pool);
		return;
	}
	anyhow = condition_or(pool, object->built_in, object->module);
	/* what is built in can't use a module's table, but the other way round */
	entry->condition = condition_and(pool, entry->condition, anyhow);
	entry->module = condition_and(pool, entry->module, anyhow);
}

/* ---- classes */

/* SRCARCH and ARCH are of the build, not of its configuration. */
static bool is_configured(const char *symbol)
{
	return strcmp(symbol, "SRCARCH") && strcmp(symbol, "ARCH");
}

/* The condition in this tree, where some symbols can't be set at all. */
static const struct condition *possible(struct builder *builder,
					const struct condition *condition)
{
	struct map symbols = MAP_INIT;

	condition_symbols(condition, &symbols);
	for (size_t i = 0; i < symbols.count; i++) {
		const char *symbol = symbols.entries[i].key;

		if (is_configured(symbol) &&
		    kconfig_type(&builder->types, symbol) == KCONFIG_UNDEFINED)
			condition = condition_assume(builder->pool, condition, symbol, "n");
	}
	map_free(&symbols);
	return condition;
}

static bool is_unconfigured(const struct condition *condition)
{
	if (condition->kind == CONDITION_SYMBOL)
		return !is_configured(condition->symbol);
	if (condition->kind == CONDITION_UNKNOWN)
		return false;
	for (size_t i = 0; i < condition->nr_operands; i++)
		if (!is_unconfigured(condition->operands[i]))
			return false;
	return condition->kind != CONDITION_FALSE;
}

static enum index_class class_of(struct builder *builder, const struct index_entry *entry,
				 bool has_object)
{
	const struct condition *either =
		condition_or(builder->pool, entry->condition, entry->module);

	if (!has_object)
		return INDEX_NO_MAKEFILE;
	if (either->kind == CONDITION_FALSE)
		return INDEX_NEVER;
	if (possible(builder, either)->kind == CONDITION_FALSE)
		return INDEX_NO_SYMBOL;
	return is_unconfigured(entry->condition) ? INDEX_ALWAYS : INDEX_BUILT;
}

/* ---- entries */

static void find_parts(struct builder *builder)
{
	for (size_t i = 0; i < builder->compatibles.includes.count; i++) {
		const struct compatible_include *include =
			&builder->compatibles.includes.items[i];

		if (kbuild_find(&builder->kbuild, include->source))
			map_put(&builder->parts, include->file);
	}
}

static void add_entry(struct builder *builder, const struct compatible_entry *from)
{
	const struct kbuild_object *object = kbuild_find(&builder->kbuild, from->source);
	struct index_entry *entry;

	/* what is said of it where it is included is all there is to say */
	if (!object && map_has(&builder->parts, from->source))
		return;
	entry = array_add(&builder->contents.entries);
	*entry = (struct index_entry){
		.compatible = from->compatible,
		.kind = from->kind,
		.registered = from->registered,
		.line = from->line,
		.file = from->file,
		.source = from->source,
	};
	set_conditions(builder, entry, object, from->when);
	if (from->registrar)
		add_registrar(builder, entry, from->registrar);
	entry->class = class_of(builder, entry, object);
}

static void add_fact(struct builder *builder, const struct compatible_fact *fact)
{
	const struct kbuild_object *object = kbuild_find(&builder->kbuild, fact->source);
	const struct condition *when = condition_true(builder->pool);
	struct index_entry *entry;

	/* a fact about another version than this one */
	if (!source_files_find(&builder->files, fact->source))
		return;
	entry = array_add(&builder->contents.entries);
	*entry = (struct index_entry){
		.compatible = fact->compatible,
		.kind = COMPATIBLE_FACT,
		.registered = true,
		.file = fact->source,
		.source = fact->source,
		.why = fact->why,
	};
	if (fact->symbol)
		when = condition_symbol(builder->pool, fact->symbol);
	set_conditions(builder, entry, object, when);
	entry->class = class_of(builder, entry, object);
}

static int compare_entries(const void *a, const void *b)
{
	const struct index_entry *x = a, *y = b;
	int order = strcmp(x->compatible, y->compatible);

	if (!order)
		order = (x->kind > y->kind) - (x->kind < y->kind);
	if (!order)
		order = strcmp(x->file, y->file);
	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	if (!order)
		order = strcmp(x->source, y->source);
	if (!order)
		order = x->registered - y->registered;
	return order;
}

/* A row that a source includes several times is there when any of them is. */
static void merge_entries(struct builder *builder)
{
	struct index_contents *contents = &builder->contents;
	size_t kept = 0;

	if (contents->entries.count)
		qsort(contents->entries.items, contents->entries.count,
		      sizeof(contents->entries.items[0]), compare_entries);
	for (size_t i = 0; i < contents->entries.count; i++) {
		struct index_entry *entry = &contents->entries.items[i];
		struct index_entry *before = &contents->entries.items[kept - !!kept];

		if (!kept || compare_entries(before, entry)) {
			contents->entries.items[kept++] = *entry;
			continue;
		}
		before->condition = condition_or(builder->pool, before->condition,
						 entry->condition);
		before->module = condition_or(builder->pool, before->module, entry->module);
		before->class = class_of(builder, before,
					 before->class != INDEX_NO_MAKEFILE);
	}
	contents->entries.count = kept;
}

static int compare_objects(const void *a, const void *b)
{
	return strcmp(((const struct index_object *)a)->source,
		      ((const struct index_object *)b)->source);
}

static void add_objects(struct builder *builder)
{
	struct index_contents *contents = &builder->contents;

	for (size_t i = 0; i < builder->kbuild.objects.count; i++) {
		const struct kbuild_object *object = builder->kbuild.objects.entries[i].value;

		*array_add(&contents->objects) = (struct index_object){
			object->source, object->makefile, object->built_in, object->module,
		};
	}
	if (contents->objects.count)
		qsort(contents->objects.items, contents->objects.count,
		      sizeof(contents->objects.items[0]), compare_objects);
}

/* ---- all of it */

static void read_all(struct builder *builder, const struct index_options *options)
{
	struct index_facts *facts = &builder->contents.facts;

	builder->pool = condition_pool_new();
	kconfig_types_read(&builder->types, &builder->files);
	kbuild_read(&builder->kbuild, &builder->files, &builder->types, builder->pool);
	compatibles_read(&builder->compatibles, &builder->files, &builder->types,
			 builder->pool, &options->progress);
	*facts = (struct index_facts){
		.files = builder->compatibles.nr_files,
		.bytes = builder->compatibles.bytes,
		.scanned = builder->compatibles.nr_scanned,
		.folders = builder->kbuild.nr_directories,
		.unresolved = builder->compatibles.unresolved.count,
		.without_source = builder->kbuild.nr_without_source,
	};
	find_parts(builder);
	for (size_t i = 0; i < builder->compatibles.entries.count; i++)
		add_entry(builder, &builder->compatibles.entries.items[i]);
	for (size_t i = 0; i < nr_compatible_facts; i++)
		add_fact(builder, &compatible_facts[i]);
	merge_entries(builder);
	add_objects(builder);
}

static void free_all(struct builder *builder)
{
	array_free(&builder->contents.entries);
	array_free(&builder->contents.objects);
	compatibles_free(&builder->compatibles);
	kbuild_free(&builder->kbuild);
	kconfig_types_free(&builder->types);
	condition_pool_free(builder->pool);
	map_free(&builder->parts);
}

int index_build(struct buffer *packed, const char *tree, const char *version,
		const struct index_options *options, const char *stamps,
		bool *settled, struct error *error)
{
	struct builder builder = { .contents = { .tree = tree, .version = version } };
	struct index_identity identity = { .program = index_program_identity() };
	time_t start = time(NULL);
	int result = source_files_list(&builder.files, tree, error);

	if (!result) {
		identity.tree = builder.files.digest;
		read_all(&builder, options);
		*settled = source_files_are_settled(builder.files.newest, start,
						    time(NULL));
		if (stamps)
			source_stamps_write(&builder.files, stamps, start);
		index_pack(&builder.contents, &identity, packed);
		free_all(&builder);
	}
	source_files_free(&builder.files);
	return result;
}
