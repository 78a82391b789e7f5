// SPDX-License-Identifier: GPL-2.0-or-later
/* The tools for files as such, not what is in them: ls, mkdir, chmod, rm. */
#include "calls.h"
#include "out.h"
#include "tools.h"

#define NAME_SIZE 256

/* Of ls, in scratch memory. */
struct ls {
	bool is_long;
	struct out out;
	char names[2][NAME_SIZE];
	char path[2 * NAME_SIZE];
	char target[NAME_SIZE];
	char entries[512] __attribute__((aligned(8)));
};
_Static_assert(sizeof(struct ls) <= TOOL_SCRATCH, "ls");

static bool is_dots(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..");
}

/*
 * The name that comes next in alphabetical order after `last`: reading the
 * directory once for each name costs time instead of RAM. 0: none does; -1 with
 * errno: the directory can't be read.
 */
static int next_name(struct ls *ls, int fd, const char *last, char *best)
{
	struct linux_dirent64 *entry;
	bool found = false;
	int n;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return -1;
	while ((n = getdents64(fd, (void *)ls->entries,
			       sizeof(ls->entries))) > 0) {
		for (int at = 0; at < n; at += entry->d_reclen) {
			entry = (struct linux_dirent64 *)(ls->entries + at);
			if (is_dots(entry->d_name) ||
			    strcmp(entry->d_name, last) <= 0)
				continue;
			if (found && strcmp(entry->d_name, best) >= 0)
				continue;
			found = true;
			strlcpy(best, entry->d_name, NAME_SIZE);
		}
	}
	return n < 0 ? -1 : found;
}

static void put_mode(struct out *out, unsigned int mode)
{
	static const char types[] = "?pc?d?b?-?l?s???", bits[] = "rwxrwxrwx";

	out_char(out, types[mode >> 12 & 15]);
	for (int i = 0; i < 9; i++)
		out_char(out, mode & (0400 >> i) ? bits[i] : '-');
}

static void put_target(struct ls *ls, const char *path)
{
	int n = call_readlink(path, ls->target, sizeof(ls->target));

	if (n > 0) {
		out_text(&ls->out, " -> ");
		out_bytes(&ls->out, ls->target, n);
	}
}

/* A line for one file: path as seen from here, name as it is printed. */
static int list_file(struct ls *ls, const char *path, const char *name)
{
	struct out *out = &ls->out;
	struct statx info;

	if (ls->is_long) {
		if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW,
			  STATX_BASIC_STATS, &info) < 0) {
			complain("ls", path, errno);
			return 1;
		}
		put_mode(out, info.stx_mode);
		if (S_ISCHR(info.stx_mode) || S_ISBLK(info.stx_mode)) {
			out_number(out, info.stx_rdev_major, 6);
			out_char(out, ',');
			out_number(out, info.stx_rdev_minor, 3);
		} else {
			out_number(out, info.stx_size, 10);
		}
		out_char(out, ' ');
	}
	out_text(out, name);
	if (ls->is_long && S_ISLNK(info.stx_mode))
		put_target(ls, path);
	out_char(out, '\n');
	return 0;
}

static int list_directory(struct ls *ls, const char *path, int fd)
{
	char *last = ls->names[0], *best = ls->names[1];
	int more, status = 0;

	last[0] = '\0';
	while ((more = next_name(ls, fd, last, best)) > 0) {
		char *swap = last;

		last = best;
		best = swap;
		strlcpy(ls->path, path, NAME_SIZE);
		strlcat(ls->path, "/", sizeof(ls->path));
		strlcat(ls->path, last, sizeof(ls->path));
		status |= list_file(ls, ls->path, last);
	}
	if (more < 0) {
		complain("ls", path, errno);
		return 1;
	}
	return status;
}

int ls_main(int argc, char **argv)
{
	unsigned int is_long;
	int first = tool_options(argv, "l", &is_long);
	struct ls *ls = tool_scratch();
	int status = 0;

	if (first < 0)
		return tool_usage(TOOL_ls);
	ls->is_long = is_long;
	out_init(&ls->out, 1);
	for (int i = first; i < argc || i == first; i++) {
		const char *path = i < argc ? argv[i] : ".";
		int fd = open(path, O_RDONLY | O_DIRECTORY);

		if (fd < 0 && errno == ENOTDIR) {
			status |= list_file(ls, path, path);
			continue;
		}
		if (fd < 0) {
			complain("ls", path, errno);
			status = 1;
			continue;
		}
		if (argc - first > 1) {
			out_text(&ls->out, path);
			out_text(&ls->out, ":\n");
		}
		status |= list_directory(ls, path, fd);
		close(fd);
	}
	return out_end(&ls->out, "ls") | status;
}

int mkdir_main(int argc, char **argv)
{
	unsigned int options;
	int first = tool_options(argv, "", &options);
	int status = 0;

	if (first < 0 || first >= argc)
		return tool_usage(TOOL_mkdir);
	for (int i = first; i < argc; i++)
		if (mkdir(argv[i], 0777) < 0) {
			complain("mkdir", argv[i], errno);
			status = 1;
		}
	return status;
}

int chmod_main(int argc, char **argv)
{
	unsigned int mode = 0;
	int status = 0;

	if (argc < 3)
		return tool_usage(TOOL_chmod);
	for (const char *digit = argv[1]; *digit; digit++) {
		mode = 8 * mode + (*digit - '0');
		if (*digit < '0' || *digit > '7' || mode > 07777)
			return tool_usage(TOOL_chmod);
	}
	for (int i = 2; i < argc; i++)
		if (chmod(argv[i], mode) < 0) {
			complain("chmod", argv[i], errno);
			status = 1;
		}
	return status;
}

enum { RM_FORCE = 1, RM_RECURSIVE = 2 };
#define RM_DEPTH 8	/* directories inside each other */

/* Of rm, in scratch memory, one for each depth. */
struct rm {
	char entries[sizeof(struct linux_dirent64) + NAME_SIZE + 8]
		__attribute__((aligned(8)));
};
_Static_assert(RM_DEPTH * sizeof(struct rm) <= TOOL_SCRATCH, "rm");

static int remove_file(int at, const char *name, unsigned int options,
		       unsigned int depth);

/* Removes what is in a directory; reads it anew after each file. */
static int empty_directory(int fd, unsigned int options, unsigned int depth)
{
	struct rm *rm = (struct rm *)tool_scratch() + depth;
	int n;

again:
	if (lseek(fd, 0, SEEK_SET) < 0)
		return -1;
	while ((n = getdents64(fd, (void *)rm->entries,
			       sizeof(rm->entries))) > 0) {
		struct linux_dirent64 *entry;

		for (int at = 0; at < n; at += entry->d_reclen) {
			entry = (struct linux_dirent64 *)(rm->entries + at);
			if (is_dots(entry->d_name))
				continue;
			if (remove_file(fd, entry->d_name, options, depth) < 0)
				return -1;
			goto again;
		}
	}
	return n;
}

static int remove_file(int at, const char *name, unsigned int options,
		       unsigned int depth)
{
	int fd, result;

	if (call_unlinkat(at, name, 0) == 0)
		return 0;
	if ((errno != EISDIR && errno != EPERM) || !(options & RM_RECURSIVE))
		return -1;
	if (depth == 0) {
		errno = EINVAL;
		return -1;
	}
	fd = call_openat(at, name, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return -1;
	result = empty_directory(fd, options, depth - 1);
	close(fd);
	return result < 0 ? -1 : call_unlinkat(at, name, AT_REMOVEDIR);
}

int rm_main(int argc, char **argv)
{
	unsigned int options;
	int first = tool_options(argv, "fr", &options);
	int status = 0;

	if (first < 0 || (first >= argc && !(options & RM_FORCE)))
		return tool_usage(TOOL_rm);
	for (int i = first; i < argc; i++) {
		if (remove_file(AT_FDCWD, argv[i], options, RM_DEPTH) == 0)
			continue;
		if (errno == ENOENT && (options & RM_FORCE))
			continue;
		complain("rm", argv[i], errno);
		status = 1;
	}
	return status;
}
