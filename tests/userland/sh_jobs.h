/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Background processes that the shell remembers, for wait. */
#ifndef SH_JOBS_H
#define SH_JOBS_H

#include "sh.h"

/* Is there room for one more? Those that have ended make room. */
bool job_room(const struct sh *sh);
void job_add(struct sh *sh, pid_t pid);
struct job *job_find(struct sh *sh, pid_t pid);
/* Does nothing about a process that it doesn't know. */
void job_ended(struct sh *sh, pid_t pid, int status);
bool job_running(const struct sh *sh);
/* Its status, 127 if there is no such process. */
int job_forget(struct sh *sh, pid_t pid);
void job_forget_all(struct sh *sh);

#endif
