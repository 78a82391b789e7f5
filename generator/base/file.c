// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "generator/base/memory.h"

#define READ_SIZE 65536

static int read_all(int fd, struct buffer *buffer)
{
	size_t size = READ_SIZE;
	struct stat status;

	/* one more than there should be: the read that finds the end */
	if (!fstat(fd, &status) && S_ISREG(status.st_mode))
		size = (size_t)status.st_size + 1;
	for (;;) {
		char *end = buffer_reserve(buffer, size);
		ssize_t got = read(fd, end, size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		buffer->length += (size_t)got;
		buffer->data[buffer->length] = '\0';
		if (!got)
			return 0;
		size = (size_t)got < size ? size - (size_t)got : READ_SIZE;
	}
}

int file_read(const char *path, struct buffer *buffer, struct error *error)
{
	bool standard = !strcmp(path, "-");
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int result = 0;

	if (fd < 0)
		return error_errno(error, "%s", path);
	if (read_all(fd, buffer))
		result = error_errno(error, "%s", path);
	if (!standard)
		close(fd);
	return result;
}

static int write_all(int fd, const char *data, size_t length)
{
	while (length) {
		ssize_t put = write(fd, data, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		data += put;
		length -= (size_t)put;
	}
	return 0;
}

static bool same_contents(const struct file_output *output)
{
	struct buffer old = BUFFER_INIT;
	struct error ignored = ERROR_INIT;
	struct stat status;
	bool same;

	if (stat(output->path, &status) || !S_ISREG(status.st_mode) ||
	    (size_t)status.st_size != output->length)
		return false;
	same = !file_read(output->path, &old, &ignored) &&
	       old.length == output->length &&
	       !memcmp(buffer_text(&old), output->data, output->length);
	buffer_free(&old);
	return same;
}

/*
 * Write the temporary file that will become @output. Its path goes to *name,
 * which stays NULL where there is nothing to rename.
 */
static int write_temporary(const struct file_output *output, char **name,
			   struct error *error)
{
	struct stat status;
	mode_t mask;
	int fd;

	if (!strcmp(output->path, "-")) {
		if (write_all(STDOUT_FILENO, output->data, output->length))
			return error_errno(error, "standard output");
		return 0;
	}
	if (same_contents(output))
		return 0;
	if (!stat(output->path, &status) && !S_ISREG(status.st_mode)) {
		/* a device or a pipe is written to, not replaced */
		fd = open(output->path, O_WRONLY | O_CLOEXEC);
		if (fd < 0)
			return error_errno(error, "%s", output->path);
		if (write_all(fd, output->data, output->length)) {
			close(fd);
			return error_errno(error, "%s", output->path);
		}
		close(fd);
		return 0;
	}

	*name = memory_printf("%s.XXXXXX", output->path);
	fd = mkstemp(*name);
	if (fd < 0) {
		error_errno(error, "%s", output->path);
		free(*name);
		*name = NULL;
		return -1;
	}
	mask = umask(0);
	umask(mask);
	if (write_all(fd, output->data, output->length) ||
	    fchmod(fd, 0666 & ~mask) || close(fd))
		return error_errno(error, "%s", output->path);
	return 0;
}

int file_write_all(const struct file_output *outputs, size_t count,
		   struct error *error)
{
	char **names = memory_new(count, sizeof(*names));
	int result = 0;
	size_t i;

	for (i = 0; !result && i < count; i++)
		result = write_temporary(&outputs[i], &names[i], error);
	for (i = 0; !result && i < count; i++) {
		if (!names[i])
			continue;
		if (rename(names[i], outputs[i].path)) {
			result = error_errno(error, "%s", outputs[i].path);
			break;
		}
		free(names[i]);
		names[i] = NULL;
	}
	for (i = 0; i < count; i++) {
		if (names[i])
			unlink(names[i]);
		free(names[i]);
	}
	free(names);
	return result;
}

int file_write(const char *path, const void *data, size_t length,
	       struct error *error)
{
	const struct file_output output = { path, data, length };

	return file_write_all(&output, 1, error);
}

bool file_exists(const char *path)
{
	return !access(path, F_OK);
}

bool file_is_directory(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISDIR(status.st_mode);
}

int file_make_directories(const char *path, struct error *error)
{
	char *copy = memory_strdup(path);
	char *slash = copy;
	int result = 0;

	while (!result && (slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			result = error_errno(error, "%s", copy);
		*slash = '/';
	}
	if (!result && mkdir(copy, 0777) && errno != EEXIST)
		result = error_errno(error, "%s", copy);
	if (!result && !file_is_directory(copy))
		result = error_set(error, "%s: not a directory", path);
	free(copy);
	return result;
}

char *file_make_temporary_directory(struct error *error)
{
	const char *top = getenv("TMPDIR");
	char *path = memory_printf("%s/gen-board.XXXXXX",
				   top && *top ? top : "/tmp");

	if (mkdtemp(path))
		return path;
	error_errno(error, "%s", path);
	free(path);
	return NULL;
}

void file_remove_directory(const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	if (directory) {
		while ((entry = readdir(directory)))
			unlinkat(dirfd(directory), entry->d_name, 0);
		closedir(directory);
	}
	rmdir(path);
}

char *path_join(const char *directory, const char *name)
{
	size_t length = strlen(directory);

	if (name[0] == '/' || !length)
		return memory_strdup(name);
	return memory_printf("%s%s%s", directory,
			     directory[length - 1] == '/' ? "" : "/", name);
}

char *path_directory(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return memory_strdup(".");
	if (slash == path)
		return memory_strdup("/");
	return memory_strndup(path, (size_t)(slash - path));
}

char *path_absolute(const char *path, struct error *error)
{
	char *absolute = realpath(path, NULL);

	if (!absolute)
		error_errno(error, "%s", path);
	return absolute;
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}
