/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System calls that nolibc lacks, or makes in a way that a kernel without
 * 32-bit time (COMPAT_32BIT_TIME) doesn't know. As nolibc's own they return
 * -1 with errno set, unless it says otherwise.
 */
#ifndef CALLS_H
#define CALLS_H

#include <stdbool.h>

#include <linux/sysinfo.h>

#define PAGE 4096

/*
 * A child in our memory and on our stack; we go on when it has called execve()
 * or _exit(). It may do nothing that its parent must not see. The value is the
 * kernel's: a negative errno, not -1. In start.S, as it must not use the stack.
 */
pid_t vfork_child(void) __attribute__((returns_twice));

#define call(...) __sysret((int)_syscall_raw(__VA_ARGS__))
#define _syscall_raw(...) _syscall_raw_n(_syscall_narg(__VA_ARGS__), __VA_ARGS__)
#define _syscall_raw_n(n, ...) _syscall_raw_m(n, __VA_ARGS__)
#define _syscall_raw_m(n, ...) my_syscall##n(__VA_ARGS__)

static inline int call_fcntl(int fd, int command, long value)
{
	return call(__NR_fcntl64, fd, command, value);
}

static inline bool call_may(const char *path, int mode)
{
	return call(__NR_faccessat, AT_FDCWD, path, mode) == 0;
}

static inline int call_openat(int at, const char *path, int flags)
{
	return call(__NR_openat, at, path, flags, 0);
}

static inline int call_unlinkat(int at, const char *path, int flags)
{
	return call(__NR_unlinkat, at, path, flags);
}

static inline int call_readlink(const char *path, char *text, size_t size)
{
	return call(__NR_readlinkat, AT_FDCWD, path, text, size);
}

/* The length with the \0. */
static inline int call_getcwd(char *text, size_t size)
{
	return call(__NR_getcwd, text, size);
}

static inline int call_sysinfo(struct sysinfo *info)
{
	return call(__NR_sysinfo, info);
}

/* The kernel's log: SYSLOG_ACTION_... of its syslog(). */
#define LOG_READ_ALL		3
#define LOG_CONSOLE_LEVEL	8
#define LOG_SIZE		10

static inline int call_syslog(int action, char *text, int size)
{
	return call(__NR_syslog, action, text, size);
}

static inline int call_sleep(unsigned long seconds, unsigned long nanoseconds)
{
	struct { long long s, ns; } time = { seconds, nanoseconds };

	return call(__NR_clock_nanosleep_time64, 1 /* MONOTONIC */, 0, &time,
		    NULL);
}

/* Is it a terminal? */
static inline bool call_is_terminal(int fd)
{
	char termios[64];

	return ioctl(fd, TCGETS, termios) == 0;
}

/* What the kernel's struct sigaction is. */
struct signal_action {
	void (*handler)(int signal);
	unsigned long flags;
	void (*restorer)(void);
	unsigned long mask[8 / sizeof(long)];
};

static inline int call_sigaction(int signal, const struct signal_action *action)
{
	return call(__NR_rt_sigaction, signal, action, NULL, 8);
}

/* Memory for a while: whole pages, zeroed; NULL: there is none. */
static inline void *call_pages(size_t bytes)
{
	void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return pages == MAP_FAILED ? NULL : pages;
}

#endif
