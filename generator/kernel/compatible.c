// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/compatible.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/kernel/compatible_source.h"

/* Larger headers are lists of registers that a program wrote. */
#define MAX_HEADER (512 * 1024)

/* A file without any of these is not looked into. */
static const char *const marks[] = {
	"compatible", "of_device_id", "i2c_device_id", "spi_device_id", "OF_DECLARE",
	"IRQCHIP_", "dt_compat", "of_match_table",
};

/*
 * Tables that the kernel puts together of all declarations are only there
 * with these symbols: include/asm-generic/vmlinux.lds.h, and for the console
 * include/linux/serial_core.h.
 */
static const struct {
	enum compatible_kind kind;
	const char *symbol;
} sections[] = {
	{ COMPATIBLE_CLOCK, "COMMON_CLK" },
	{ COMPATIBLE_TIMER, "TIMER_OF" },
	{ COMPATIBLE_IRQCHIP, "IRQCHIP" },
	{ COMPATIBLE_EARLYCON, "SERIAL_EARLYCON" },
	{ COMPATIBLE_RESERVED_MEMORY, "OF_RESERVED_MEM" },
	{ COMPATIBLE_CPU_METHOD, "SMP" },
	{ COMPATIBLE_IDLE_METHOD, "CPU_IDLE" },
};

/* A table with a name for all files that none in its own file uses. */
struct pending {
	size_t first, count;		/* its entries */
	const char *name;
};

struct reading {
	struct compatibles *out;
	const struct kconfig_types *types;
	struct condition_pool *pool;
	struct compatible_headers headers;
	ARRAY(struct pending) pending;
	struct map wanted;		/* names of tables -> struct wanted, owned */
};

/* A driver names a table that its own file does not have. */
struct wanted {
	const char *source;
	const struct condition *when;
};

static const char *intern(struct compatibles *compatibles, const char *text)
{
	void **value = map_put(&compatibles->strings, text);

	if (!*value)
		*value = memory_strdup(text);
	return *value;
}

/* ---- rows of a file */

static bool is_plausible(const char *compatible)
{
	for (const char *at = compatible; *at; at++)
		if (*at <= ' ' || *at > '~' || *at == '%' || *at == '"' || *at == '\\')
			return false;
	return *compatible;
}

/* What the references to a table say about its rows. */
struct fate {
	enum compatible_kind kind;
	bool registered;
	bool pending;
	const struct condition *when;
};

static struct fate fate_of(const struct reading *reading, const struct c_scan *scan,
			   const struct c_table *table, enum compatible_kind kind)
{
	struct fate fate = { .kind = kind, .when = condition_true(reading->pool) };
	const struct condition *driver = condition_false(reading->pool);
	bool module = false, other = false;

	for (size_t i = 0; table->length && i < scan->references.count; i++) {
		const struct c_reference *reference = &scan->references.items[i];

		if (reference->length != table->length ||
		    memcmp(reference->name, table->name, table->length))
			continue;
		if (reference->use == C_USE_DRIVER)
			driver = condition_or(reading->pool, driver, reference->when);
		else if (reference->use == C_USE_MODULE)
			module = true;
		else
			other = true;
	}
	fate.registered = driver->kind != CONDITION_FALSE || module;
	if (driver->kind != CONDITION_FALSE)
		fate.when = driver;
	if (kind != COMPATIBLE_TABLE)
		return fate;
	if (fate.registered)
		fate.kind = COMPATIBLE_DRIVER;
	else if (other)
		fate.kind = COMPATIBLE_MATCH;
	/* also where its own file only declares or passes it on */
	fate.pending = !fate.registered && !table->is_static && table->length;
	return fate;
}

static const struct condition *section_condition(const struct reading *reading,
						 enum compatible_kind kind)
{
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (sections[i].kind == kind)
			return condition_symbol(reading->pool, sections[i].symbol);
	return condition_true(reading->pool);
}

static void add_entry(struct reading *reading, const struct compatible_source *source,
		      const struct c_row *row, const struct fate *fate)
{
	const char *file = source->files.items[row->file];
	const struct condition *when =
		condition_and(reading->pool, row->when,
			      section_condition(reading, row->kind));

	/* what a header's inline functions ask isn't this file's question */
	if (row->kind == COMPATIBLE_QUERY && row->file && !compatible_is_part(file))
		return;
	if (!is_plausible(row->text))
		return;
	*array_add(&reading->out->entries) = (struct compatible_entry){
		.compatible = intern(reading->out, row->text),
		.kind = fate ? fate->kind : row->kind,
		.registered = fate ? fate->registered : row->kind != COMPATIBLE_TABLE &&
							compatible_kind_serves(row->kind),
		.line = row->line,
		.file = intern(reading->out, file),
		.source = intern(reading->out, source->path),
		.when = fate ? condition_and(reading->pool, when, fate->when) : when,
	};
}

static bool is_device_row(enum compatible_kind kind)
{
	return kind == COMPATIBLE_TABLE || kind == COMPATIBLE_I2C_ID ||
	       kind == COMPATIBLE_SPI_ID;
}

static void add_tables(struct reading *reading, const struct compatible_source *source)
{
	const struct c_scan *scan = &source->scan;

	for (size_t t = 0; t < scan->tables.count; t++) {
		const struct c_table *table = &scan->tables.items[t];
		size_t first = reading->out->entries.count;
		struct fate fate = { 0 };

		for (size_t r = 0; !table->strings && r < scan->rows.count; r++) {
			const struct c_row *row = &scan->rows.items[r];

			if (row->table != t + 1 || !is_device_row(row->kind))
				continue;
			if (!fate.when)
				fate = fate_of(reading, scan, table, row->kind);
			add_entry(reading, source, row, &fate);
		}
		if (fate.pending && reading->out->entries.count > first) {
			char *name = memory_strndup(table->name, table->length);

			*array_add(&reading->pending) = (struct pending){
				first, reading->out->entries.count - first,
				intern(reading->out, name),
			};
			free(name);
		}
	}
}

/* Tables that drivers name and the file does not have. */
static void add_wanted(struct reading *reading, const struct compatible_source *source)
{
	const struct c_scan *scan = &source->scan;

	for (size_t i = 0; i < scan->references.count; i++) {
		const struct c_reference *reference = &scan->references.items[i];
		struct wanted *wanted;
		bool here = false;
		void **slot;

		if (reference->use > C_USE_MODULE)
			continue;
		for (size_t t = 0; !here && t < scan->tables.count; t++)
			here = scan->tables.items[t].length == reference->length &&
			       !memcmp(scan->tables.items[t].name, reference->name,
				       reference->length);
		if (here)
			continue;
		slot = map_put_bytes(&reading->wanted, reference->name, reference->length);
		wanted = *slot;
		if (!wanted) {
			wanted = memory_new(1, sizeof(*wanted));
			wanted->source = intern(reading->out, source->path);
			wanted->when = reference->when;
			*slot = wanted;
		}
	}
}

static void add_source(struct reading *reading, const struct compatible_source *source)
{
	const struct c_scan *scan = &source->scan;

	for (size_t i = 0; i < scan->rows.count; i++)
		if (!scan->rows.items[i].table || !is_device_row(scan->rows.items[i].kind))
			add_entry(reading, source, &scan->rows.items[i], NULL);
	add_tables(reading, source);
	add_wanted(reading, source);
	for (size_t i = 1; i < source->files.count; i++)
		if (compatible_is_part(source->files.items[i]))
			*array_add(&reading->out->includes) = (struct compatible_include){
				intern(reading->out, source->files.items[i]),
				intern(reading->out, source->path),
			};
	for (size_t i = 0; i < scan->unresolved.count; i++) {
		char *name = memory_strndup(scan->unresolved.items[i].name,
					    scan->unresolved.items[i].length);

		*array_add(&reading->out->unresolved) = (struct compatible_unresolved){
			intern(reading->out, name), intern(reading->out, source->path),
			scan->unresolved.items[i].line,
		};
		free(name);
	}
}

static void scan_source(struct reading *reading, const char *path, const char *text,
			size_t length)
{
	struct compatible_source source = { .headers = &reading->headers, .path = path };

	compatible_source_scan(&source, text, length, reading->pool, reading->types);
	if (source.scan.unresolved.count) {
		/* what it means may be in headers: once more, with all of them */
		compatible_source_free(&source);
		source = (struct compatible_source){
			.headers = &reading->headers, .path = path, .all_headers = true,
		};
		compatible_source_scan(&source, text, length, reading->pool,
				       reading->types);
	}
	add_source(reading, &source);
	compatible_source_free(&source);
	reading->out->nr_scanned++;
}

/* ---- which files */

static bool has_mark(const struct buffer *text)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (memmem(text->data, text->length, marks[i], strlen(marks[i])))
			return true;
	return false;
}

/* Whether the text includes a part of a source, or a header with tables. */
static bool includes_tables(const struct reading *reading, const char *path,
			    const struct buffer *text)
{
	static const char include[] = "#include";
	const char *at = text->data, *end = text->data + text->length;

	while ((at = memmem(at, (size_t)(end - at), include, sizeof(include) - 1))) {
		const char *header = NULL, *stop;
		char *name;

		at += sizeof(include) - 1;
		while (at < end && (*at == ' ' || *at == '\t'))
			at++;
		if (at == end || *at != '"')
			continue;
		stop = memchr(at + 1, '"', (size_t)(end - at) - 1);
		if (!stop || stop - at > 200)
			continue;
		name = memory_strndup(at + 1, (size_t)(stop - at) - 1);
		if (compatible_is_part(name) || reading->headers.tables.count)
			header = compatible_find_header(&reading->headers, path, name, true);
		free(name);
		if (header && (compatible_is_part(header) ||
			       map_has(&reading->headers.tables, header)))
			return true;
		at = stop;
	}
	return false;
}

static bool read_text(struct reading *reading, const struct source_file *file,
		      struct buffer *text)
{
	char *path = path_join(reading->headers.files->tree, file->path);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool done = false;

	free(path);
	text->length = 0;
	if (fd < 0)
		return false;
	for (;;) {
		/* one more than there should be: the read that finds the end */
		size_t room = file->size > text->length ? file->size - text->length + 1 : 4096;
		ssize_t got = read(fd, buffer_reserve(text, room), room);

		if (got <= 0) {
			done = !got;
			break;
		}
		text->length += (size_t)got;
	}
	close(fd);
	text->data[text->length] = '\0';
	reading->out->bytes += text->length;
	reading->out->nr_files++;
	return done;
}

/* The kernel's own headers only have the macros that the scanner knows. */
static bool is_for_all(const char *path)
{
	return !strncmp(path, "include/", 8) ||
	       (!strncmp(path, "arch/", 5) && strstr(path, "/include/"));
}

/* A header with rows in it, or with macros that make some. */
static bool has_tables(struct reading *reading, const char *path, const struct buffer *text)
{
	struct compatible_source source = { .headers = &reading->headers, .path = path };
	const struct map *macros = &source.preprocessor.macros;
	bool result = false;

	compatible_source_scan(&source, text->data, text->length, reading->pool,
			       reading->types);
	for (size_t i = 0; !result && i < source.scan.rows.count; i++)
		result = source.scan.rows.items[i].kind != COMPATIBLE_QUERY;
	for (size_t i = 0; !result && i < macros->count; i++) {
		const struct c_macros *definitions = macros->entries[i].value;

		for (size_t k = 0; !result && k < definitions->definitions.count; k++) {
			const struct c_macro *macro = &definitions->definitions.items[k];

			for (size_t t = 0; !result && t < macro->body.count; t++)
				result = macro->body.items[t].kind == C_WORD &&
					 c_scan_is_mark(&macro->body.items[t]);
		}
	}
	compatible_source_free(&source);
	return result;
}

static void find_headers(struct reading *reading)
{
	const struct source_files *files = reading->headers.files;
	struct buffer text = BUFFER_INIT;

	for (size_t i = 0; i < files->files.count; i++) {
		const struct source_file *file = &files->files.items[i];

		if (file->kind == SOURCE_HEADER && file->size <= MAX_HEADER &&
		    !is_for_all(file->path) && read_text(reading, file, &text) &&
		    has_mark(&text) && has_tables(reading, file->path, &text))
			map_put(&reading->headers.tables, file->path);
	}
	buffer_free(&text);
}

static void read_sources(struct reading *reading,
			 const struct compatible_progress *progress)
{
	const struct source_files *files = reading->headers.files;
	struct buffer text = BUFFER_INIT;

	for (size_t i = 0; i < files->files.count; i++) {
		const struct source_file *file = &files->files.items[i];

		if (progress && progress->report && i % 256 == 0)
			progress->report(i, files->files.count, progress->context);
		if (file->kind != SOURCE_C || !read_text(reading, file, &text))
			continue;
		if (has_mark(&text) || includes_tables(reading, file->path, &text))
			scan_source(reading, file->path, text.data, text.length);
	}
	buffer_free(&text);
}

/* Give tables to the drivers of other files that name them. */
static void settle_pending(struct reading *reading)
{
	for (size_t i = 0; i < reading->pending.count; i++) {
		const struct pending *pending = &reading->pending.items[i];
		const struct wanted *wanted = map_get(&reading->wanted, pending->name);

		for (size_t k = 0; wanted && k < pending->count; k++) {
			struct compatible_entry *entry =
				&reading->out->entries.items[pending->first + k];

			entry->kind = COMPATIBLE_DRIVER;
			entry->registered = true;
			entry->registrar = wanted->source;
			entry->when = condition_and(reading->pool, entry->when,
						    wanted->when);
		}
	}
}

void compatibles_read(struct compatibles *compatibles, const struct source_files *files,
		      const struct kconfig_types *types, struct condition_pool *pool,
		      const struct compatible_progress *progress)
{
	struct reading reading = { .out = compatibles, .types = types, .pool = pool,
				   .headers = { .files = files } };

	*compatibles = (struct compatibles){ 0 };
	find_headers(&reading);
	read_sources(&reading, progress);
	settle_pending(&reading);
	compatible_headers_free(&reading.headers);
	array_free(&reading.pending);
	for (size_t i = 0; i < reading.wanted.count; i++)
		free(reading.wanted.entries[i].value);
	map_free(&reading.wanted);
}

void compatibles_free(struct compatibles *compatibles)
{
	array_free(&compatibles->entries);
	array_free(&compatibles->unresolved);
	array_free(&compatibles->includes);
	for (size_t i = 0; i < compatibles->strings.count; i++)
		free(compatibles->strings.entries[i].value);
	map_free(&compatibles->strings);
}
