// SPDX-License-Identifier: GPL-2.0-or-later
/* sh and init: from the command line to the text that is run. */
#include "sh.h"

#include "calls.h"
#include "out.h"
#include "sh_read.h"
#include "sh_run.h"
#include "sh_walk.h"
#include "tools.h"

#ifndef STACK_SIZE
#error "STACK_SIZE: as the linker is told"
#endif

/* A process is a shell or another tool. */
static union {
	struct sh sh;
	char scratch[TOOL_SCRATCH] __attribute__((aligned(8)));
} memory;

void *tool_scratch(void)
{
	return memory.scratch;
}

/* The name of the file that was started lies at the very top of the stack. */
static const char *stack_end(void)
{
	const char *name = (const char *)getauxval(AT_EXECFN);
	unsigned long top;

	if (!name)
		return NULL;
	top = ((unsigned long)name + strlen(name) + PAGE) & -PAGE;
	return (const char *)(top - STACK_SIZE);
}

bool sh_has_stack(const struct sh *sh)
{
	const char *here = __builtin_frame_address(0);
	int least = SH_STACK_LEFT + (sh->catches ? SH_STACK_SIGNAL : 0);

	return here - sh->stack_end >= least;
}

/* The environment's variables are exported ones; "?" is from another shell. */
static void import(struct sh *sh, char **environment)
{
	for (; *environment; environment++) {
		const char *entry = *environment;
		unsigned int length =
			vars_name_length(entry, entry + strlen(entry));

		if (!strncmp(entry, "?=", 2))
			sh->status = atoi(entry + 2);
		else if (length && entry[length] == '=' &&
			 !vars_set(&sh->vars, entry, length,
				   entry + length + 1, true))
			sh_complain("too many variables", 0);
	}
}

/* PID 1 has no terminal that Ctrl-C could come from, before it takes one. */
static void take_terminal(void)
{
	my_syscall0(__NR_setsid);
	ioctl(0, TIOCSCTTY, NULL);
}

static APART bool is_interactive(const struct sh *sh)
{
	return sh->is_init || call_is_terminal(0);
}

/* Reads commands from stdin. */
static void run_input(struct sh *sh)
{
	sh->interactive = is_interactive(sh);
	if (sh->is_init)
		take_terminal();
	sh->catches = sh->interactive;
	if (sh->interactive)
		run_catch_interrupts();
	read_source(sh, 0, sh->text, sizeof(sh->text));
}

/* PID 1 must not end: the system ends instead. */
static void __attribute__((noreturn)) end_system(void)
{
	reboot(LINUX_REBOOT_CMD_POWER_OFF);
	sh_complain("poweroff", errno);
	for (;;)
		call_sleep(1000000, 0);
}

int sh_main(int argc, char **argv)
{
	struct sh *sh = &memory.sh;
	int fd;

	sh->is_init = getpid() == 1;
	sh->stack_end = stack_end();
	sh->parameters = argv;
	import(sh, environ);
	if (argc > 2 && !strcmp(argv[1], "-c")) {
		const char *text = argv[2];

		/* sh -c TEXT [$0 [$1...]] */
		if (argc == 3)
			argv[2] = argv[0];
		sh->parameters = argv + (argc == 3 ? 2 : 3);
		sh->nr_parameters = argc == 3 ? 0 : argc - 4;
		walk_text(sh, text, text + strlen(text), 1, true);
	} else if (argc > 1 && argv[1][0] == '-') {
		return tool_usage(TOOL_sh);
	} else if (argc > 1) {
		sh->parameters = argv + 1;
		sh->nr_parameters = argc - 2;
		fd = read_open(sh, argv[1]);
		if (fd >= 0)
			read_source(sh, fd, sh->text, sizeof(sh->text));
	} else {
		run_input(sh);
	}
	if (sh->is_init)
		end_system();
	return sh->status;
}

/* The kernel may hand over words of its command line: they aren't for us. */
int init_main(int argc, char **argv)
{
	if (argc > 1)
		argv[1] = NULL;
	return sh_main(1, argv);
}
