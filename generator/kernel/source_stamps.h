/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The digest of a tree's files, faster. Most of the time that it takes to look
 * at 60,000 files goes to reading 4,000 folders, so a file beside the index
 * keeps what was in each: as long as a folder's time of change is the same,
 * its names are. The files themselves are looked at each time.
 */
#ifndef GENERATOR_KERNEL_SOURCE_STAMPS_H
#define GENERATOR_KERNEL_SOURCE_STAMPS_H

#include "generator/kernel/source_files.h"

/*
 * As source_files_digest(), by way of the file at @path if that is good; it is
 * made anew if it isn't. *@quick: it was good; NULL: of no interest.
 */
int source_stamps_digest(const char *tree, const char *path, uint64_t *digest,
			 bool *quick, struct error *error);

/*
 * The same in parts, if the file is good: any threads may look together, and
 * when all of them are back, one closes it. False: they are not what they were,
 * or it isn't known.
 */
struct source_look;
struct source_look *source_look_open(const char *tree, const char *path);
void source_look_work(struct source_look *look);
bool source_look_close(struct source_look *look, uint64_t *digest);

/* Write the file for files as they were listed, read from @start on. */
void source_stamps_write(const struct source_files *files, const char *path,
			 time_t start);

#endif
