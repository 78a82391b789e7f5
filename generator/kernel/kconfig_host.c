// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_host.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/process.h"

/* No command of a Kconfig file takes a second; a hanging one mustn't hang us. */
#define COMMAND_TIMEOUT_MS 60000

static void export(struct kconfig_host *host, const char *name, char *value)
{
	void **slot = map_put(&host->exported, name);

	free(*slot);
	*slot = value;
}

/* ---- what the kernel's Makefile sets */

/* Its folder below arch/ where that isn't the name itself. */
static const struct {
	const char *arch;
	const char *folder;
} folders[] = {
	{ "i386", "x86" }, { "x86_64", "x86" }, { "sparc32", "sparc" },
	{ "sparc64", "sparc" }, { "parisc64", "parisc" }, { "sh64", "sh" },
};

static const char *arch_folder(const char *arch)
{
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (!strcmp(folders[i].arch, arch))
			return folders[i].folder;
	return arch;
}

/* The value of "NAME = value" in the Makefile's text; free() it. */
static char *makefile_value(const char *text, const char *name)
{
	const size_t length = strlen(name);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		const char *value;

		line += *line == '\n';
		if (strncmp(line, name, length))
			continue;
		value = line + length + strspn(line + length, " \t");
		if (*value != '=')
			continue;
		value += 1 + strspn(value + 1, " \t");
		return memory_strndup(value, strcspn(value, " \t\n#"));
	}
	return memory_strdup("");
}

/* KERNELVERSION; a tree without a Makefile has none. */
static char *kernel_version(const char *tree)
{
	static const char *const names[] = {
		"VERSION", "PATCHLEVEL", "SUBLEVEL", "EXTRAVERSION",
	};
	struct error ignored = ERROR_INIT;
	struct buffer text = BUFFER_INIT;
	char *path = path_join(tree, "Makefile");
	char *parts[4];
	char *version;

	if (file_read(path, &text, &ignored))
		buffer_add_string(&text, "");
	for (int i = 0; i < 4; i++)
		parts[i] = makefile_value(buffer_text(&text), names[i]);
	version = memory_printf("%s%s%s%s%s%s", parts[0], *parts[1] ? "." : "",
				parts[1], *parts[2] ? "." : "", parts[2], parts[3]);
	for (int i = 0; i < 4; i++)
		free(parts[i]);
	free(path);
	buffer_free(&text);
	return version;
}

/* The first line that a program's --version prints, without '#'. */
static char *version_text(struct kconfig_host *host, const char *variable)
{
	const char *command = map_get(&host->exported, variable);
	char *script = memory_printf("LC_ALL=C %s --version 2>/dev/null", command);
	const char *argv[] = { "/bin/sh", "-c", script, NULL };
	struct buffer output = BUFFER_INIT, errors = BUFFER_INIT;
	struct process process = {
		.argv = argv, .output = &output, .errors = &errors,
		.timeout_ms = COMMAND_TIMEOUT_MS,
	};
	struct process_result result;
	struct error ignored = ERROR_INIT;
	char *text, *to;

	if (process_run(&process, &result, &ignored))
		buffer_add_string(&output, "");
	text = memory_strndup(buffer_text(&output),
			      strcspn(buffer_text(&output), "\n"));
	to = text;
	for (const char *from = text; *from; from++)
		if (*from != '#')
			*to++ = *from;
	*to = '\0';
	buffer_free(&output);
	buffer_free(&errors);
	free(script);
	return text;
}

/* Names and values as in the kernel's Makefile; %: CROSS_COMPILE. */
static const struct {
	const char *name;
	const char *value;
} variables[] = {
	{ "CC", "%gcc" }, { "CPP", "%gcc -E" }, { "LD", "%ld" }, { "AR", "%ar" },
	{ "NM", "%nm" }, { "STRIP", "%strip" }, { "OBJCOPY", "%objcopy" },
	{ "OBJDUMP", "%objdump" }, { "READELF", "%readelf" },
	{ "HOSTCC", "gcc" }, { "HOSTCXX", "g++" }, { "HOSTPKG_CONFIG", "pkg-config" },
	{ "RUSTC", "rustc" }, { "RUSTDOC", "rustdoc" }, { "RUSTFMT", "rustfmt" },
	{ "BINDGEN", "bindgen" }, { "HOSTRUSTC", "rustc" },
	{ "PAHOLE", "pahole" }, { "LEX", "flex" }, { "YACC", "bison" },
	{ "AWK", "awk" }, { "PERL", "perl" }, { "PYTHON3", "python3" },
	{ "MAKE", "make" }, { "CONFIG_SHELL", "sh" }, { "BASH", "bash" },
	{ "objtree", "." }, { "RUSTC_BOOTSTRAP", "1" },
	{ "LC_ALL", "" }, { "LC_COLLATE", "C" }, { "LC_NUMERIC", "C" },
	{ "CLANG_FLAGS", "" }, { "USERCFLAGS", "" }, { "USERLDFLAGS", "" },
	{ "CROSS_COMPILE", "%" },
};

static void export_all(struct kconfig_host *host)
{
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = variables[i].value;
		bool prefixed = *value == '%';

		export(host, variables[i].name,
		       memory_printf("%s%s", prefixed ? host->cross_compile : "",
				     value + prefixed));
	}
	export(host, "srctree", memory_strdup(host->tree));
	export(host, "ARCH", memory_strdup(host->arch));
	export(host, "SRCARCH", memory_strdup(arch_folder(host->arch)));
	export(host, "UTS_MACHINE", memory_strdup(host->arch));
	export(host, "KERNELVERSION", kernel_version(host->tree));
}

/* Put off until a Kconfig file asks for anything: it runs the compilers. */
static void complete(struct kconfig_host *host)
{
	if (host->assignments.count)
		return;
	export(host, "CC_VERSION_TEXT", version_text(host, "CC"));
	export(host, "RUSTC_VERSION_TEXT", version_text(host, "RUSTC"));
	for (size_t i = 0; i < host->exported.count; i++)
		*array_add(&host->assignments) =
			memory_printf("%s=%s", host->exported.entries[i].key,
				      (const char *)host->exported.entries[i].value);
	*array_add(&host->assignments) = NULL;
}

int kconfig_host_open(struct kconfig_host *host, const char *tree,
		      const char *arch, const char *cross_compile,
		      struct error *error)
{
	*host = (struct kconfig_host){ 0 };
	host->tree = path_absolute(tree, error);
	if (!host->tree)
		return -1;
	host->arch = memory_strdup(arch);
	host->cross_compile = memory_strdup(cross_compile);
	export_all(host);
	return 0;
}

static void free_values(struct map *map)
{
	for (size_t i = 0; i < map->count; i++)
		free(map->entries[i].value);
	map_free(map);
}

void kconfig_host_close(struct kconfig_host *host)
{
	if (host->directory)
		file_remove_directory(host->directory);
	free(host->directory);
	free(host->tree);
	free(host->arch);
	free(host->cross_compile);
	for (size_t i = 0; i < host->assignments.count; i++)
		free((char *)host->assignments.items[i]);
	array_free(&host->assignments);
	free_values(&host->exported);
	free_values(&host->outputs);
	map_free(&host->asked);
	map_free(&host->programs);
	buffer_free(&host->messages);
	*host = (struct kconfig_host){ 0 };
}

/* ---- what macros ask for */

/* What complete() adds. */
static bool is_version(const char *name)
{
	return !strcmp(name, "CC_VERSION_TEXT") || !strcmp(name, "RUSTC_VERSION_TEXT");
}

const char *kconfig_host_environment(struct kconfig_host *host, const char *name)
{
	const char *value = map_get(&host->exported, name);

	if (!value && is_version(name)) {
		complete(host);
		value = map_get(&host->exported, name);
	}
	return value ? value : getenv(name);
}

static const char *environment(void *context, const char *name)
{
	struct kconfig_host *host = context;

	map_put(&host->asked, name);
	return kconfig_host_environment(host, name);
}

static void message(void *context, const char *text)
{
	struct kconfig_host *host = context;

	buffer_printf(&host->messages, "%s\n", text);
}

/* Scripts of the tree that a command runs decide its answer as well. */
static void note_programs(struct kconfig_host *host, const char *command)
{
	const size_t length = strlen(host->tree);

	for (const char *at = command; (at = strstr(at, host->tree)); at += length) {
		char *path = memory_strndup(at, strcspn(at, " \t\"';|&()<>"));

		if (at[length] == '/' && file_exists(path) &&
		    !file_is_directory(path))
			map_put(&host->programs, path);
		free(path);
	}
}

static int run(struct kconfig_host *host, const char *command,
	       struct buffer *output, struct error *error)
{
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	struct buffer errors = BUFFER_INIT;
	struct process process = {
		.argv = argv,
		.output = output,
		.errors = &errors,
		.timeout_ms = COMMAND_TIMEOUT_MS,
	};
	struct process_result result;
	int status;

	if (!host->directory)
		host->directory = file_make_temporary_directory(error);
	if (!host->directory)
		return -1;
	complete(host);
	process.environment = host->assignments.items;
	process.directory = host->directory;
	host->commands++;
	status = process_run(&process, &result, error);
	if (!status && result.timed_out)
		status = error_set(error, "took longer than %d s: %s",
				   COMMAND_TIMEOUT_MS / 1000, command);
	buffer_free(&errors);
	return status;
}

static int shell(void *context, const char *command, struct buffer *output,
		 struct error *error)
{
	struct kconfig_host *host = context;
	char *known = map_get(&host->outputs, command);

	if (!known) {
		struct buffer text = BUFFER_INIT;

		buffer_add_string(&text, "");
		if (run(host, command, &text, error)) {
			buffer_free(&text);
			return -1;
		}
		note_programs(host, command);
		known = buffer_take(&text);
		*map_put(&host->outputs, command) = known;
	}
	buffer_add_string(output, known);
	return 0;
}

struct macro_host kconfig_host_macros(struct kconfig_host *host)
{
	return (struct macro_host){
		.environment = environment,
		.shell = shell,
		.message = message,
		.context = host,
	};
}

void kconfig_host_note_plugins(struct kconfig_host *host)
{
	char *command = memory_printf("%s -print-file-name=plugin",
				      kconfig_host_environment(host, "CC"));
	struct buffer output = BUFFER_INIT;
	struct error ignored = ERROR_INIT;
	char *path;

	if (!run(host, command, &output, &ignored) && output.length) {
		path = memory_printf("%.*s/include/plugin-version.h",
				     (int)strcspn(output.data, "\n"), output.data);
		map_put(&host->programs, path);
		free(path);
	}
	buffer_free(&output);
	free(command);
}

void kconfig_host_find(const struct kconfig_host *host, const char *variable,
		       struct buffer *paths)
{
	const char *command = map_get(&host->exported, variable);
	const char *path = getenv("PATH");
	int length = command ? strcspn(command, " \t") : 0;

	if (length && memchr(command, '/', length)) {
		buffer_printf(paths, "%.*s\n", length, command);
		return;
	}
	for (path = path && length ? path : ""; *path; path += *path == ':') {
		int folder = strcspn(path, ":");
		char *full = memory_printf("%.*s/%.*s", folder, path, length, command);

		if (!access(full, X_OK) && !file_is_directory(full))
			buffer_printf(paths, "%s\n", full);
		free(full);
		path += folder;
	}
}
