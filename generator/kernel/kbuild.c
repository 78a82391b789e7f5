// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The walk from folder to folder, as scripts/Makefile.build makes it: a folder
 * is visited for obj-y, obj-m and subdir-y entries; its obj-y objects are built
 * only where the folder itself is wanted for vmlinux.
 */
#include "generator/kernel/kbuild.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/kernel/kbuild_private.h"

struct folder;

/* A folder names another one. */
struct edge {
	struct folder *from;
	const struct condition *built_in;	/* obj-y, so far as that folder is */
	const struct condition *visited;	/* all ways together */
};

/* A folder's makefile names a source file. */
struct mention {
	const char *source;
	const struct condition *built_in;	/* for obj-y: where the folder is wanted */
	const struct condition *always;		/* for lib-y, extra-y: where it is visited */
	const struct condition *module;		/* for obj-m: likewise */
};

struct folder {
	const char *path;
	const char *makefile;
	ARRAY(struct edge) edges;		/* that lead here */
	ARRAY(struct mention) mentions;
	const struct condition *built_in;
	const struct condition *visited;
	bool resolving, resolved;
};

struct walk {
	struct kbuild *kbuild;
	const struct source_files *files;
	struct make make;
	struct make_scope *root;
	struct make_scope *prelude;
	struct map folders;		/* path -> struct folder, owned */
};

static struct condition_pool *pool_of(const struct walk *walk)
{
	return walk->make.pool;
}

static const char *intern(struct kbuild *kbuild, const char *text)
{
	void **value = map_put(&kbuild->strings, text);

	if (!*value)
		*value = memory_strdup(text);
	return *value;
}

/* ---- paths */

/* "a/b" and "../c/./d" are "a/c/d"; false where it leads out of the tree. */
static bool join_path(const char *folder, const char *name, struct buffer *path)
{
	path->length = 0;
	buffer_add_string(path, strcmp(folder, ".") ? folder : "");
	while (*name) {
		size_t length = strcspn(name, "/");

		if (length == 2 && !strncmp(name, "..", 2)) {
			if (!path->length)
				return false;
			while (path->length && path->data[path->length - 1] != '/')
				path->length--;
			path->length -= path->length > 0;
			path->data[path->length] = '\0';
		} else if (length && !(length == 1 && *name == '.')) {
			if (path->length)
				buffer_add(path, "/", 1);
			buffer_add(path, name, length);
		}
		name += length;
		name += *name == '/';
	}
	return true;
}

/*
 * The source of an object, "a/b.o" -> "a/b.c". Objects that are made of others
 * have a name with more in it: b.stub.o, b.pi.o. NULL: it has no C source.
 */
static const char *source_of(struct walk *walk, const char *object, bool *assembler)
{
	static const char *const more[] = { "", ".stub", ".pi", ".nvhe" };
	size_t length = strlen(object) - 2;
	const char *result = NULL;

	*assembler = false;
	for (size_t i = 0; !result && i < sizeof(more) / sizeof(more[0]); i++) {
		size_t cut = strlen(more[i]);
		char *source, *assembly, *whole;

		if (length <= cut || strncmp(object + length - cut, more[i], cut))
			continue;
		source = memory_printf("%.*s.c", (int)(length - cut), object);
		assembly = memory_printf("%.*s.S", (int)(length - cut), object);
		whole = path_join(walk->files->tree, assembly);
		if (source_files_find(walk->files, source))
			result = intern(walk->kbuild, source);
		else if (file_exists(whole))
			*assembler = true;
		free(source);
		free(assembly);
		free(whole);
	}
	return result;
}

/* ---- what a makefile's lists say */

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);

	return length > end_length && !strcmp(text + length - end_length, end);
}

static struct folder *folder_of(struct walk *walk, const char *path)
{
	void **slot = map_put(&walk->folders, path);
	struct folder *folder = *slot;

	if (!folder) {
		folder = memory_new(1, sizeof(*folder));
		folder->path = intern(walk->kbuild, path);
		*slot = folder;
	}
	return folder;
}

/* Lists of the makefile in walk->make.scope, in the terms of Makefile.build. */
enum list { LIST_OBJ_Y, LIST_OBJ_M, LIST_LIB, LIST_EXTRA, NR_LISTS };

static void add_mention(struct walk *walk, struct folder *folder, const char *name,
			enum list list, const struct condition *when)
{
	const struct condition *none = condition_false(pool_of(walk));
	struct buffer path = BUFFER_INIT;
	const char *source = NULL;
	bool assembler = false;

	if (when->kind != CONDITION_FALSE && ends_with(name, ".o") &&
	    join_path(folder->path, name, &path)) {
		source = source_of(walk, path.data, &assembler);
		if (!source && !assembler)
			walk->kbuild->nr_without_source++;
	}
	if (source)
		*array_add(&folder->mentions) = (struct mention){
			.source = source,
			.built_in = list == LIST_OBJ_Y ? when : none,
			.module = list == LIST_OBJ_M ? when : none,
			.always = list > LIST_OBJ_M ? when : none,
		};
	buffer_free(&path);
}

/* The words of foo-y for foo.o. */
static void suffix_words(struct walk *walk, const char *object, const char *suffix,
			 make_words *words)
{
	char *name = memory_printf("%.*s%s", (int)strlen(object) - 2, object, suffix);

	make_variable_words(&walk->make, name, words);
	free(name);
}

/*
 * foo.o is put together of foo-objs and foo-y (in a module also foo-m) where
 * any of them, or foo-, has something in it; else foo.c makes it.
 */
static void add_object(struct walk *walk, struct folder *folder, const char *object,
		       enum list list, const struct condition *when)
{
	static const char *const suffixes[] = { "-objs", "-y", "-m", "-" };
	struct condition_pool *pool = pool_of(walk);
	const struct condition *composite = condition_false(pool);

	for (size_t s = 0; list <= LIST_OBJ_M && s < 4; s++) {
		make_words parts = { 0 };

		if (s == 2 && list == LIST_OBJ_Y)
			continue;
		suffix_words(walk, object, suffixes[s], &parts);
		composite = condition_or(pool, composite,
					 make_not_empty(&walk->make, &parts));
		for (size_t i = 0; s < 3 && i < parts.count; i++)
			add_mention(walk, folder, parts.items[i].text, list,
				    condition_and(pool, when, parts.items[i].when));
		array_free(&parts);
	}
	add_mention(walk, folder, object, list,
		    condition_and(pool, when, condition_not(pool, composite)));
}

static void add_edge(struct walk *walk, struct folder *folder, const char *name,
		     const struct condition *built_in, const struct condition *visited)
{
	struct buffer path = BUFFER_INIT;

	if (join_path(folder->path, name, &path) && path.length)
		*array_add(&folder_of(walk, path.data)->edges) =
			(struct edge){ folder, built_in, visited };
	buffer_free(&path);
}

/* One condition for each different word. */
static void gather(struct walk *walk, const char *variable, struct map *gathered)
{
	make_words list = { 0 };

	make_variable_words(&walk->make, variable, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct make_word *word = &list.items[i];
		void **value;

		if (make_is_unknown(word->text))
			continue;
		value = map_put(gathered, word->text);
		*value = (void *)(*value ? condition_or(pool_of(walk), *value, word->when) :
					   word->when);
	}
	array_free(&list);
}

static void read_objects(struct walk *walk, struct folder *folder)
{
	struct condition_pool *pool = pool_of(walk);
	const struct condition *none = condition_false(pool);
	struct map obj_y = MAP_INIT, obj_m = MAP_INIT;

	gather(walk, "obj-y", &obj_y);
	gather(walk, "obj-m", &obj_m);
	for (size_t i = 0; i < obj_y.count; i++) {
		const char *name = obj_y.entries[i].key;
		const struct condition *when = obj_y.entries[i].value;

		if (ends_with(name, "/"))
			add_edge(walk, folder, name, when, when);
		else if (ends_with(name, ".o"))
			add_object(walk, folder, name, LIST_OBJ_Y, when);
	}
	for (size_t i = 0; i < obj_m.count; i++) {
		const char *name = obj_m.entries[i].key;
		const struct condition *when = obj_m.entries[i].value;
		const struct condition *also = map_get(&obj_y, name);

		/* what is listed as both is only built in */
		if (also)
			when = condition_and(pool, when, condition_not(pool, also));
		if (ends_with(name, "/"))
			add_edge(walk, folder, name, none, when);
		else if (ends_with(name, ".o"))
			add_object(walk, folder, name, LIST_OBJ_M, when);
	}
	map_free(&obj_y);
	map_free(&obj_m);
}

static void read_other_lists(struct walk *walk, struct folder *folder)
{
	static const struct {
		const char *variable;
		enum list list;
	} lists[] = {
		{ "lib-y", LIST_LIB }, { "lib-m", LIST_LIB },
		{ "extra-y", LIST_EXTRA }, { "always-y", LIST_EXTRA },
	};
	static const char *const subdirs[] = { "subdir-y", "subdir-m" };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct map words = MAP_INIT;

		gather(walk, lists[i].variable, &words);
		for (size_t k = 0; k < words.count; k++)
			if (ends_with(words.entries[k].key, ".o"))
				add_object(walk, folder, words.entries[k].key,
					   lists[i].list, words.entries[k].value);
		map_free(&words);
	}
	for (size_t i = 0; i < 2; i++) {
		struct map words = MAP_INIT;

		gather(walk, subdirs[i], &words);
		for (size_t k = 0; k < words.count; k++)
			add_edge(walk, folder, words.entries[k].key,
				 condition_false(pool_of(walk)), words.entries[k].value);
		map_free(&words);
	}
}

/* ---- a folder's makefile */

static void read_folder(struct walk *walk, struct folder *folder)
{
	static const char *const lists[] = {
		"obj-y", "obj-m", "lib-y", "lib-m", "always-y", "always-m",
		"targets", "subdir-y", "subdir-m", "extra-y",
	};
	struct make *make = &walk->make;
	const make_words nothing = { 0 };
	struct buffer path = BUFFER_INIT;

	make->scope = make_scope_new(walk->root, walk->prelude);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		make_assign_words(make, lists[i], &nothing);
	kbuild_fix(make, "obj", folder->path);
	kbuild_fix(make, "src", folder->path);
	join_path(folder->path, "Kbuild", &path);
	if (!source_files_find(walk->files, path.data))
		join_path(folder->path, "Makefile", &path);
	folder->makefile = intern(walk->kbuild, path.data);
	if (make_read_file(make, path.data)) {
		read_objects(walk, folder);
		read_other_lists(walk, folder);
	}
	make_scope_free(make->scope);
	make->scope = walk->root;
	buffer_free(&path);
}

/* ---- conditions along the way */

static void resolve(struct walk *walk, struct folder *folder)
{
	struct condition_pool *pool = pool_of(walk);
	const struct condition *built_in = condition_false(pool);
	const struct condition *visited = condition_false(pool);

	if (folder->resolved || folder->resolving)
		return;
	folder->resolving = true;
	for (size_t i = 0; i < folder->edges.count; i++) {
		const struct edge *edge = &folder->edges.items[i];

		resolve(walk, edge->from);
		/* a folder that leads to itself adds nothing */
		if (!edge->from->resolved)
			continue;
		built_in = condition_or(pool, built_in,
					condition_and(pool, edge->from->built_in,
						      edge->built_in));
		visited = condition_or(pool, visited,
				       condition_and(pool, edge->from->visited,
						     edge->visited));
	}
	folder->built_in = built_in;
	folder->visited = visited;
	folder->resolving = false;
	folder->resolved = true;
}

static void add_to_object(struct walk *walk, const struct folder *folder,
			  const struct mention *mention)
{
	struct condition_pool *pool = pool_of(walk);
	void **slot = map_put(&walk->kbuild->objects, mention->source);
	struct kbuild_object *object = *slot;

	if (!object) {
		object = memory_new(1, sizeof(*object));
		object->source = mention->source;
		object->makefile = folder->makefile;
		object->built_in = object->module = condition_false(pool);
		*slot = object;
	}
	object->built_in =
		condition_or(pool, object->built_in,
			     condition_or(pool,
					  condition_and(pool, folder->built_in,
							mention->built_in),
					  condition_and(pool, folder->visited,
							mention->always)));
	object->module = condition_or(pool, object->module,
				      condition_and(pool, folder->visited,
						    mention->module));
}

static void resolve_all(struct walk *walk)
{
	for (size_t i = 0; i < walk->folders.count; i++) {
		struct folder *folder = walk->folders.entries[i].value;

		resolve(walk, folder);
		if (folder->visited->kind != CONDITION_FALSE)
			walk->kbuild->nr_directories++;
		for (size_t k = 0; k < folder->mentions.count; k++)
			add_to_object(walk, folder, &folder->mentions.items[k]);
	}
}

static void free_walk(struct walk *walk)
{
	for (size_t i = 0; i < walk->folders.count; i++) {
		struct folder *folder = walk->folders.entries[i].value;

		array_free(&folder->edges);
		array_free(&folder->mentions);
		free(folder);
	}
	map_free(&walk->folders);
	make_scope_free(walk->root);
	make_scope_free(walk->prelude);
	make_free(&walk->make);
}

void kbuild_read(struct kbuild *kbuild, const struct source_files *files,
		 const struct kconfig_types *types, struct condition_pool *pool)
{
	struct walk walk = { .kbuild = kbuild, .files = files };
	struct folder *top;

	*kbuild = (struct kbuild){ 0 };
	make_init(&walk.make, pool, files->tree, types);
	walk.prelude = make_scope_new(NULL, NULL);
	walk.root = make_scope_new(NULL, NULL);
	kbuild_read_top(&walk.make, files, walk.prelude, walk.root);
	top = folder_of(&walk, ".");
	top->built_in = top->visited = condition_true(pool);
	top->resolved = true;
	/* folders are found while others are read */
	for (size_t i = 0; i < walk.folders.count; i++)
		read_folder(&walk, walk.folders.entries[i].value);
	resolve_all(&walk);
	kbuild->nr_unknown = walk.make.nr_unknown;
	free_walk(&walk);
}

void kbuild_free(struct kbuild *kbuild)
{
	for (size_t i = 0; i < kbuild->objects.count; i++)
		free(kbuild->objects.entries[i].value);
	for (size_t i = 0; i < kbuild->strings.count; i++)
		free(kbuild->strings.entries[i].value);
	map_free(&kbuild->objects);
	map_free(&kbuild->strings);
	*kbuild = (struct kbuild){ 0 };
}

const struct kbuild_object *kbuild_find(const struct kbuild *kbuild, const char *source)
{
	return map_get(&kbuild->objects, source);
}
