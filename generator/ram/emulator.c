// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The repository's own emulator, tests/emulator: it sees every store, counts
 * what is allocated, and gives its account as JSON.
 */
#include <inttypes.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/process.h"
#include "generator/base/table.h"
#include "generator/ram/machine_kinds.h"
#include "generator/ram/terminal.h"
#include "tests/userland/facts.h"

/*
 * Guest's seconds until it is taken to hang. A boot takes less than one, and
 * as long as it is busy each takes about one of the host's. Typing comes on
 * top: a thousand bytes in a second.
 */
#define LIMIT_S		60
#define BYTES_PER_S	1000

/* Exit statuses: tests/emulator's "--help". */
#define STATUS_HOST	125
#define STATUS_FAULT	126
#define STATUS_RESET	127
#define STATUS_GUEST	123	/* up to here: the guest's own */

struct paths {
	char *dialogue;
	char *flash;
	char *summary;
	char *watch;
};

typedef ARRAY(char *) arguments_t;

static void add(arguments_t *arguments, const char *option, char *value)
{
	*array_add(arguments) = memory_strdup(option);
	if (value)
		*array_add(arguments) = value;
}

/* The machine has what RAM the board has; a stack for the first instructions. */
static void add_banks(const struct machine_job *job, arguments_t *arguments)
{
	if (!job->nr_banks)
		return;
	add(arguments, "--only-ram", NULL);
	for (unsigned int i = 0; i < job->nr_banks; i++)
		add(arguments, "--ram",
		    memory_printf("%s=%" PRIu64, job->banks[i].name,
				  job->banks[i].size));
	add(arguments, "--sp", memory_printf("0x%08" PRIx64, job->banks[0].base +
					     job->banks[0].size));
}

/* What is loaded, and the registers as a boot loader sets them. */
static void add_machine(const struct machine_job *job,
			const struct paths *paths, arguments_t *arguments)
{
	*array_add(arguments) = memory_strdup(job->programs->emulator);
	add(arguments, "-m", memory_strdup(job->model));
	for (size_t i = 0; i < job->nr_loads; i++)
		add(arguments, "--load",
		    memory_printf("%s/%s@0x%08" PRIx64, job->directory,
				  job->loads[i].name, job->loads[i].address));
	add(arguments, "--entry", memory_printf("0x%08" PRIx64, job->entry | 1));
	add_banks(job, arguments);
	add(arguments, "--r0", memory_strdup("0"));
	add(arguments, "--r1", memory_strdup("0xffffffff"));
	add(arguments, "--r2", memory_printf("0x%08" PRIx64, job->dtb));
	add(arguments, "--vmlinux", memory_strdup(job->vmlinux));
	add(arguments, "--json", memory_strdup(paths->summary));
}

static void add_run(const struct machine_job *job, const struct paths *paths,
		    arguments_t *arguments)
{
	size_t typed = job->dialogue ? strlen(job->dialogue) : 0;

	add(arguments, "--prompt", memory_strdup(PROMPT));
	if (job->dialogue)
		add(arguments, "--input", memory_strdup(paths->dialogue));
	add(arguments, "--limit",
	    memory_printf("%zu", LIMIT_S + typed / BYTES_PER_S));
	add(arguments, "--dump", memory_printf("flash=%s", paths->flash));
	if (job->nr_probes)
		add(arguments, "--watch", memory_strdup(paths->watch));
	if (job->nr_probes && job->probe_without)
		add(arguments, "--phase", memory_strdup(job->probe_without));
	for (size_t i = 0; i < job->nr_probes; i++) {
		if (job->probes[i].address)
			add(arguments, "--phase",
			    memory_strdup(job->probes[i].symbol));
	}
}

static void free_arguments(arguments_t *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		free(arguments->items[i]);
	array_free(arguments);
}

static void make_paths(struct paths *paths, const struct machine_job *job)
{
	*paths = (struct paths){
		.dialogue = path_join(job->directory, "dialogue.txt"),
		.flash = path_join(job->directory, "flash.bin"),
		.summary = path_join(job->directory, "emulator.json"),
		.watch = path_join(job->directory, "allocations.log"),
	};
	/* what is there is of another run */
	remove(paths->summary);
}

static void free_paths(struct paths *paths)
{
	free(paths->dialogue);
	free(paths->flash);
	free(paths->summary);
	free(paths->watch);
}

static long long get_number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_integer(value) ? json_integer_value(value) : -1;
}

static json_t *load_summary(const char *path, struct error *error)
{
	json_error_t reason;
	json_t *summary = json_load_file(path, 0, &reason);

	if (!summary)
		error_set(error, "%s: %s", path, reason.text);
	return summary;
}

/* Why the run ended, in a word of the emulator's. */
static bool ended_by(const json_t *summary, const char *reason)
{
	const char *is = json_string_value(json_object_get(
		json_object_get(summary, "exit"), "reason"));

	return is && !strcmp(is, reason);
}

static int read_summary(struct machine_outcome *outcome, const char *path,
			struct error *error)
{
	json_t *summary = load_summary(path, error);
	const json_t *at_user;

	if (!summary)
		return -1;
	if (ended_by(summary, "halted"))
		outcome->end = MACHINE_HALTED;
	if (ended_by(summary, "panicked"))
		outcome->end = MACHINE_FAILED;
	outcome->instructions = get_number(summary, "instructions");
	outcome->flash_stores = get_number(summary, "flash_stores");
	at_user = json_object_get(json_object_get(summary, "watch"), "at_user");
	outcome->slab_bytes = get_number(at_user, "slab_bytes");
	outcome->slab_requested_bytes = get_number(at_user,
						   "slab_requested_bytes");
	json_decref(summary);
	return 0;
}

static bool has_phase(const json_t *phases, const char *name)
{
	const json_t *phase;
	size_t i;

	json_array_foreach(phases, i, phase) {
		if (!strcmp(json_string_value(phase), name))
			return true;
	}
	return false;
}

/* A phase's begin counts a call; an allocation or its end counts bytes. */
static void count_record(struct machine_job *job, const json_t *record)
{
	const char *event = json_string_value(json_object_get(record, "ev"));
	const char *function = json_string_value(json_object_get(record, "fn"));
	const char *kind = json_string_value(json_object_get(record, "kind"));
	const json_t *phases = json_object_get(record, "phases");
	long long bytes = get_number(record, "object");

	if (!event || !function)
		return;
	if (bytes < 0)
		bytes = get_number(record, "size");
	for (size_t i = 0; i < job->nr_probes; i++) {
		struct machine_probe *probe = &job->probes[i];

		if (!strcmp(event, "phase")) {
			if (!strcmp(function, probe->symbol) &&
			    json_is_true(json_object_get(record, "enter")))
				probe->calls++;
			continue;
		}
		if (!kind || strcmp(kind, "slab") ||
		    !has_phase(phases, probe->symbol) ||
		    (job->probe_without && has_phase(phases, job->probe_without)))
			continue;
		probe->slab_bytes += strcmp(event, "alloc") ? -bytes : bytes;
	}
}

/* What came from memblock by way of its memblock_alloc functions. */
static void keep_allocation(struct machine_outcome *outcome, const json_t *record)
{
	const char *event = json_string_value(json_object_get(record, "ev"));
	const char *function = json_string_value(json_object_get(record, "fn"));
	const char *caller = json_string_value(json_object_get(record, "caller"));
	struct machine_allocation *allocation;

	if (!event || strcmp(event, "alloc") || !function || !caller ||
	    strncmp(function, "memblock_alloc", strlen("memblock_alloc")))
		return;
	allocation = array_add(&outcome->allocations);
	allocation->caller = memory_strdup(caller);
	allocation->bytes = get_number(record, "size");
}

/* The watcher's records: one JSON object a line. */
static int read_records(struct machine_job *job, struct machine_outcome *outcome,
			const char *path, struct error *error)
{
	struct buffer records = BUFFER_INIT;
	unsigned int number = 1;
	char *line, *end;
	int result;

	if (!job->nr_probes)
		return 0;
	for (size_t i = 0; i < job->nr_probes; i++) {
		job->probes[i].calls = 0;
		job->probes[i].slab_bytes = 0;
	}
	result = file_read(path, &records, error);
	for (line = records.data; !result && line && *line; line = end) {
		json_error_t reason;
		json_t *record;

		end = strchr(line, '\n');
		end = end ? end + 1 : line + strlen(line);
		record = json_loadb(line, (size_t)(end - line), 0, &reason);
		if (!record) {
			result = error_set(error, "%s:%u: %s", path, number,
					   reason.text);
			break;
		}
		count_record(job, record);
		keep_allocation(outcome, record);
		json_decref(record);
		number++;
	}
	buffer_free(&records);
	return result;
}

/* The dump is the whole flash: cut the loads' places out of it. */
static int save_loads(const struct machine_job *job, const char *flash,
		      struct error *error)
{
	struct buffer dump = BUFFER_INIT;
	int result = file_read(flash, &dump, error);

	for (size_t i = 0; i < job->nr_loads && !result; i++) {
		const struct machine_load *load = &job->loads[i];
		uint64_t at = load->address - job->flash_base;
		char *path = memory_printf("%s/%s.after", job->directory,
					   load->name);

		if (load->address < job->flash_base || at > dump.length ||
		    load->length > dump.length - at)
			result = error_set(error, "%s at 0x%08" PRIx64 " does not fit the flash: 0x%08" PRIx64 ", %zu bytes",
					   load->name, load->address,
					   job->flash_base, dump.length);
		else
			result = file_write(path, dump.data + at, load->length,
					    error);
		free(path);
	}
	buffer_free(&dump);
	return result;
}

static enum machine_end end_of(int status)
{
	if (!status)
		return MACHINE_VERDICT;
	if (status <= STATUS_GUEST)
		return MACHINE_FAILED;
	if (status == STATUS_RESET)
		return MACHINE_RESET;
	return status == STATUS_FAULT ? MACHINE_FAULT : MACHINE_LIMIT;
}

static int run(struct machine_job *job, struct machine_outcome *outcome,
	       const struct paths *paths, struct error *error)
{
	arguments_t arguments = { 0 };
	struct process process = {
		.output = &outcome->console,
		.errors = &outcome->messages,
	};
	struct process_result ended;
	char *console = path_join(job->directory, "console.log");
	int result = 0;

	add_machine(job, paths, &arguments);
	add_run(job, paths, &arguments);
	*array_add(&arguments) = NULL;
	process.argv = (const char *const *)arguments.items;
	if (job->dialogue)
		result = file_write(paths->dialogue, job->dialogue,
				    strlen(job->dialogue), error);
	if (!result)
		result = process_run(&process, &ended, error);
	/* without a summary: nothing loaded, or a bad command line */
	if (!result && (ended.status == STATUS_HOST ||
			!file_exists(paths->summary)))
		result = error_set(error, "%s: exit status %d: %s",
				   job->programs->emulator, ended.status,
				   buffer_text(&outcome->messages));
	if (!result)
		result = file_write(console, buffer_text(&outcome->console),
				    outcome->console.length, error);
	if (!result)
		outcome->end = end_of(ended.status);
	free_arguments(&arguments);
	free(console);
	return result;
}

int emulator_run(struct machine_job *job, struct machine_outcome *outcome,
		 struct error *error)
{
	struct paths paths;
	int result;

	make_paths(&paths, job);
	result = run(job, outcome, &paths, error) ||
		 read_summary(outcome, paths.summary, error) ||
		 read_records(job, outcome, paths.watch, error) ||
		 save_loads(job, paths.flash, error) ? -1 : 0;
	remove(paths.flash);	/* the loads' parts of it are kept */
	free_paths(&paths);
	return result;
}

/*
 * Until the emulator has ended; a signal that is to end us ends it first, and
 * is reported. It has standard input for itself, and makes it raw.
 */
static int attend(struct terminal *terminal, pid_t pid, struct error *error)
{
	struct pollfd fd = { .fd = terminal->signals, .events = POLLIN };
	int status, signal, result = 0;

	while (waitpid(pid, &status, WNOHANG) != pid) {
		poll(&fd, 1, -1);
		while ((signal = terminal_signal(terminal))) {
			if (signal == SIGCHLD)
				continue;
			kill(pid, signal);
			result = error_set(error, "the session was ended by a signal: %s",
					   strsignal(signal));
		}
	}
	if (result)
		return -1;
	if (WIFSIGNALED(status))
		return error_set(error, "the emulator was ended by a signal: %s",
				 strsignal(WTERMSIG(status)));
	/* it has said why */
	if (WEXITSTATUS(status) == STATUS_HOST)
		return error_set(error, "the emulator can't run the board");
	return 0;
}

static int read_shell_end(const char *path, enum shell_end *end,
			  struct error *error)
{
	static const struct {
		const char *reason;
		enum shell_end end;
	} reasons[] = {
		{ "user", SHELL_LEFT },	 { "silent", SHELL_SILENT },
		{ "halted", SHELL_HALTED }, { "verdict", SHELL_HALTED },
		{ "reset", SHELL_RESET }, { "panicked", SHELL_PANICKED },
	};
	json_t *summary = load_summary(path, error);
	int result = -1;

	if (!summary)
		return -1;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (!ended_by(summary, reasons[i].reason))
			continue;
		*end = reasons[i].end;
		result = 0;
	}
	json_decref(summary);
	return result ? error_set(error, "the board can't go on") : 0;
}

int emulator_shell(struct machine_job *job, struct shell *shell,
		   struct error *error)
{
	static const int fds[] = { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO };
	arguments_t arguments = { 0 };
	struct terminal terminal;
	struct paths paths;
	int result = -1;
	pid_t pid;

	make_paths(&paths, job);
	add_machine(job, &paths, &arguments);
	add(&arguments, "-i", NULL);
	*array_add(&arguments) = NULL;
	if (!terminal_open(&terminal, false, error)) {
		pid = process_start((const char *const *)arguments.items, fds,
				    3, error);
		shell->begun = pid > 0;
		if (shell->begun)
			result = attend(&terminal, pid, error);
		terminal_close(&terminal);
	}
	if (!result)
		result = read_shell_end(paths.summary, &shell->end, error);
	free_arguments(&arguments);
	free_paths(&paths);
	return result;
}
