// SPDX-License-Identifier: GPL-2.0-or-later
/* The summary of a run: JSON for programs, a table for people. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "session.h"

static json_t *devices(const struct machine *m)
{
	json_t *all = json_object();
	char name[32];

	for (size_t i = 0; i < m->device_count; i++)
		json_object_set_new(all, m->devices[i].desc->name,
				    json_pack("{sI sI}", "reads",
					      m->devices[i].reads, "writes",
					      m->devices[i].writes));
	for (size_t i = 0; i < m->unknown_count; i++) {
		snprintf(name, sizeof(name), "unknown@%08x",
			 m->unknown[i].base);
		json_object_set_new(all, name,
				    json_pack("{sI sI}", "reads",
					      m->unknown[i].reads, "writes",
					      m->unknown[i].writes));
	}
	return all;
}

static json_t *faults(const struct session *s)
{
	json_t *all = json_array();
	char name[160];

	for (size_t i = 0; i < s->fault_count; i++) {
		const struct core_fault *f = &s->faults[i];
		json_t *fault;

		symbols_format(&s->symbols, f->pc, name, sizeof(name));
		fault = json_pack("{ss ss sI ss}", "kind", f->kind, "what",
				  f->what, "pc", (json_int_t)f->pc, "symbol",
				  name);
		json_object_set_new(fault, "address",
				    f->has_address ? json_integer(f->address) :
						     json_null());
		json_array_append_new(all, fault);
	}
	return all;
}

static json_t *dialogue(const struct session *s)
{
	const struct console *console = &s->machine.console;

	return json_pack("{sI sI sb}", "lines",
			 (json_int_t)console_lines(console), "typed",
			 (json_int_t)console_typed_lines(console), "done",
			 s->stop == STOP_DIALOGUE);
}

bool report_write(struct session *s, const char *path)
{
	const struct clock *clock = &s->machine.core.clock;
	json_t *summary = json_pack(
		"{s{ss si} sI sI sI sI so so}", "exit", "reason",
		session_reason(s), "status", s->status, "instructions",
		(json_int_t)clock->instructions, "virtual_ns",
		(json_int_t)clock_to_ns(clock, clock_now(clock)),
		"flash_stores", (json_int_t)s->flash_stores, "stray_interrupts",
		(json_int_t)s->stray.raised, "faults", faults(s), "devices",
		devices(&s->machine));
	bool ok;

	if (!summary)
		return false;
	if (s->options->prompt)
		json_object_set_new(summary, "dialogue", dialogue(s));
	if (s->watching)
		json_object_set_new(summary, "watch", watch_summary(&s->watch));
	if (s->measuring)
		json_object_set_new(summary, "stacks",
				    stacks_summary(&s->stacks,
						   s->options->stack_margin));
	ok = json_dump_file(summary, path, JSON_INDENT(2)) == 0;
	json_decref(summary);
	return ok;
}

void report_devices(struct session *s)
{
	const struct machine *m = &s->machine;
	const struct clock *clock = &m->core.clock;

	fprintf(stderr, "%-20s %12s %12s\n", "device", "reads", "writes");
	for (size_t i = 0; i < m->device_count; i++)
		if (m->devices[i].reads || m->devices[i].writes)
			fprintf(stderr, "%-20s %12" PRIu64 " %12" PRIu64 "\n",
				m->devices[i].desc->name, m->devices[i].reads,
				m->devices[i].writes);
	for (size_t i = 0; i < m->unknown_count; i++)
		fprintf(stderr,
			"unknown@%08x     %12" PRIu64 " %12" PRIu64 "\n",
			m->unknown[i].base, m->unknown[i].reads,
			m->unknown[i].writes);
	fprintf(stderr,
		"%" PRIu64 " instructions, %" PRIu64 " ns of virtual time\n",
		clock->instructions, clock_to_ns(clock, clock_now(clock)));
}
