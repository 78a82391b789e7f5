// SPDX-License-Identifier: GPL-2.0-or-later
#include "session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAULTS_KEPT 1000
#define SYMBOL_TEXT 160

__attribute__((format(printf, 1, 2))) static void tell(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fputs("mcu-emulator: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

/* " <symbol+0x1/0x2>", or nothing */
static const char *place(struct session *s, uint32_t pc, char *text)
{
	char name[SYMBOL_TEXT - 4];

	symbols_format(&s->symbols, pc, name, sizeof(name));
	snprintf(text, SYMBOL_TEXT, *name ? " <%s>" : "%s", name);
	return text;
}

static void keep_fault(struct session *s, const struct core_fault *fault)
{
	struct core_fault *faults;

	if (s->fault_count == FAULTS_KEPT)
		return;
	faults = realloc(s->faults, (s->fault_count + 1) * sizeof(*faults));
	if (!faults)
		return;
	s->faults = faults;
	s->faults[s->fault_count++] = *fault;
}

static void on_fault(void *owner, const struct core_fault *fault)
{
	struct session *s = owner;
	char address[32] = "", where[SYMBOL_TEXT];

	if (fault->has_address)
		snprintf(address, sizeof(address), " 0x%08x", fault->address);
	tell("%s: %s%s, pc 0x%08x%s", fault->kind, fault->what, address,
	     fault->pc, place(s, fault->pc, where));
	keep_fault(s, fault);
}

static bool on_flash_store(void *owner, uint32_t pc, uint32_t address,
			   struct core_region *region)
{
	struct session *s = owner;
	struct bank *bank = machine_bank(&s->machine, address);
	struct core_fault fault = { "StoreToFlash", "store to flash", pc,
				    address, true };
	char where[SYMBOL_TEXT];

	if (!bank || bank->desc->kind != BANK_FLASH)
		return false;
	*region = (struct core_region){ bank->desc->base, bank->size };
	s->flash_stores++;
	tell("store to flash at 0x%08x, pc 0x%08x%s", address, pc,
	     place(s, pc, where));
	keep_fault(s, &fault);
	if (s->options->strict_flash)
		core_stop(&s->machine.core, STOP_FLASH_STORE);
	return true;
}

static void on_block(void *owner, uint32_t pc)
{
	struct session *s = owner;

	(void)pc;
	stray_block(&s->stray, &s->machine);
}

static void on_trap(void *owner, uint32_t pc, uint8_t whose)
{
	struct session *s = owner;

	if (s->watching)
		watch_trap(&s->watch, pc, whose);
	if (s->measuring)
		stacks_trap(&s->stacks, pc, whose);
}

static void on_stack(void *owner, uint32_t sp)
{
	struct session *s = owner;

	stacks_moved(&s->stacks, sp);
}

static void on_user(void *owner)
{
	struct session *s = owner;

	if (s->watching)
		watch_user(&s->watch);
	console_user(&s->machine.console);
}

static void on_idle(void *owner, uint64_t ns)
{
	struct session *s = owner;

	console_idle(&s->machine.console, ns);
}

static void on_putchar(void *owner, uint8_t byte)
{
	struct session *s = owner;

	console_put(&s->machine.console, byte);
}

static void leave(void *opaque, enum console_end why)
{
	static const enum stop stops[] = {
		[CONSOLE_DONE] = STOP_DIALOGUE,
		[CONSOLE_LEFT] = STOP_USER,
		[CONSOLE_SILENT] = STOP_SILENT,
		[CONSOLE_PANICKED] = STOP_PANICKED,
	};
	struct session *s = opaque;

	core_stop(&s->machine.core, stops[why]);
}

static bool fail(const char *why)
{
	tell("%s", why);
	return false;
}

static bool start_watch(struct session *s)
{
	const struct options *o = s->options;
	FILE *out = NULL;

	if (!o->watch && !o->phase_count && !o->count_count)
		return true;
	if (o->watch) {
		out = fopen(o->watch, "w");
		if (!out) {
			tell("%s: %m", o->watch);
			return false;
		}
	}
	s->watching = true;
	return watch_init(&s->watch, &s->machine.core, &s->symbols, out,
			  o->phases, o->phase_count, o->counts,
			  o->count_count) ||
	       fail(s->watch.error);
}

static bool start_stacks(struct session *s)
{
	if (!s->options->stacks)
		return true;
	s->measuring = true;
	return stacks_init(&s->stacks, &s->machine.core, &s->symbols) ||
	       fail(s->stacks.error);
}

static bool start_console(struct session *s)
{
	const struct options *o = s->options;
	struct console *console = &s->machine.console;
	bool ok = true;

	console->leave = leave;
	console->opaque = s;
	if (o->prompt)
		ok = console_converse(console, o->input, o->prompt);
	else if (o->input)
		ok = console_type_file(console, o->input, o->input_after);
	if (!ok)
		tell("%s: can't read it", o->input ? o->input : "--prompt");
	else if (o->interactive)
		console_interactive(console);
	return ok;
}

static bool set_up(struct session *s)
{
	const struct options *o = s->options;
	struct machine *m = &s->machine;
	const struct core_events events = {
		.owner = s,
		.fault = on_fault,
		.block = o->stray ? on_block : NULL,
		.trap = on_trap,
		.stack = o->stacks ? on_stack : NULL,
		.user = on_user,
		.idle = on_idle,
		.flash_store = on_flash_store,
		.putchar = on_putchar,
	};

	if (!machine_init(m, o->machine, o->ram_sizes, &events))
		return fail(m->error);
	if (o->vmlinux && !symbols_read(&s->symbols, o->vmlinux))
		return fail(s->symbols.error);
	for (size_t i = 0; i < o->load_count; i++)
		if (!machine_load_file(m, o->loads[i].name, o->loads[i].number))
			return fail(m->error);
	if (!start_console(s))
		return false;
	stray_init(&s->stray, o->stray_seed);
	core_set_limit(&m->core, o->limit_ns);
	return start_watch(s) && start_stacks(s);
}

static bool first_registers(struct session *s, uint32_t *entry)
{
	const struct options *o = s->options;
	struct core *core = &s->machine.core;
	uint32_t sp = o->machine->initial_sp;

	*entry = o->entry;
	if (!o->has_entry && (!core_load(core, core->nvic.vtor, &sp) ||
			      !core_load(core, core->nvic.vtor + 4, entry) ||
			      !(*entry & 1) || *entry == ERASED_WORD)) {
		tell("no vector table at 0x%08x, and no --entry",
		     core->nvic.vtor);
		return false;
	}
	core_set(core, UC_ARM_REG_SP, o->has_sp ? o->sp : sp);
	core_set(core, UC_ARM_REG_LR, 0xffffffff);
	for (int i = 0; i < 3; i++)
		core_set(core, UC_ARM_REG_R0 + i, o->r[i]);
	return true;
}

const char *session_reason(const struct session *s)
{
	static const char *const reasons[] = {
		[STOP_NONE] = "none",
		[STOP_VERDICT] = "verdict",
		[STOP_DIALOGUE] = "dialogue",
		[STOP_LIMIT] = "limit",
		[STOP_IDLE] = "idle",
		[STOP_HALTED] = "halted",
		[STOP_LOCKUP] = "lockup",
		[STOP_FLASH_STORE] = "flash-store",
		[STOP_RESET] = "reset",
		[STOP_USER] = "user",
		[STOP_SILENT] = "silent",
		[STOP_PANICKED] = "panicked",
		[STOP_HOST] = "host",
	};

	return reasons[s->stop];
}

static int conclude(struct session *s)
{
	struct core *core = &s->machine.core;
	double seconds =
		clock_to_ns(&core->clock, clock_now(&core->clock)) / 1e9;
	char where[SYMBOL_TEXT];

	place(s, core->pc, where);
	switch (s->stop) {
	case STOP_VERDICT:
		return core->verdict > STATUS_LARGEST_VERDICT ?
			       STATUS_LARGEST_VERDICT :
			       (int)core->verdict;
	case STOP_DIALOGUE:
	case STOP_USER:
	case STOP_SILENT:
		return 0;
	case STOP_LIMIT:
		tell("time limit of %.3f s reached, pc 0x%08x%s", seconds,
		     core->pc, where);
		return STATUS_LIMIT;
	case STOP_IDLE:
		tell("guest waits for ever: no event is pending at %.3f s, pc 0x%08x%s",
		     seconds, core->pc, where);
		return STATUS_LIMIT;
	case STOP_HALTED:
		if (s->options->interactive)
			return 0;
		tell("guest halted at %.3f s: it spins with its interrupts off, pc 0x%08x%s",
		     seconds, core->pc, where);
		return STATUS_LIMIT;
	case STOP_PANICKED:
		tell("kernel panicked, and stays there");
		return STATUS_LIMIT;
	case STOP_LOCKUP:
		tell("guest can't go on after this fault, pc 0x%08x%s",
		     core->pc, where);
		return STATUS_FAULT;
	case STOP_FLASH_STORE:
		return STATUS_FAULT;
	case STOP_RESET:
		tell("guest asked for a reset at %.3f s", seconds);
		return STATUS_RESET;
	default:
		tell("unicorn: %s, pc 0x%08x%s", core->error, core->pc, where);
		return STATUS_HOST;
	}
}

static bool write_results(struct session *s)
{
	const struct options *o = s->options;
	bool ok = true;

	if (s->measuring && !stacks_finish(&s->stacks))
		ok = fail(s->stacks.error);
	for (size_t i = 0; i < o->dump_count; i++)
		if (!machine_dump(&s->machine, o->dumps[i].name,
				  o->dumps[i].file))
			ok = fail(s->machine.error);
	if (o->json && !report_write(s, o->json)) {
		tell("%s: can't write it", o->json);
		ok = false;
	}
	if (o->verbose)
		report_devices(s);
	if (s->measuring)
		stacks_print(&s->stacks, o->stack_margin, stderr);
	return ok;
}

int session_run(struct session *s, const struct options *options)
{
	uint32_t entry;
	bool printed;

	memset(s, 0, sizeof(*s));
	s->options = options;
	if (!set_up(s) || !first_registers(s, &entry))
		return STATUS_HOST;
	s->stop = core_run(&s->machine.core, entry);
	printed = !fflush(stdout) && !ferror(stdout);
	s->status = conclude(s);
	if (s->flash_stores)
		tell("%llu store%s to flash",
		     (unsigned long long)s->flash_stores,
		     s->flash_stores == 1 ? "" : "s");
	if (!printed)
		tell("standard output: can't write it");
	return write_results(s) && printed ? s->status : STATUS_HOST;
}

void session_free(struct session *s)
{
	if (s->watching)
		watch_free(&s->watch);
	if (s->measuring)
		stacks_free(&s->stacks);
	machine_free(&s->machine);
	symbols_free(&s->symbols);
	free(s->faults);
}
