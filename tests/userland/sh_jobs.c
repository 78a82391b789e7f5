// SPDX-License-Identifier: GPL-2.0-or-later
#include "sh_jobs.h"

/* The place for one more: a free one, else one that has ended. */
static struct job *place(const struct sh *sh)
{
	const struct job *ended = NULL;

	for (int i = 0; i < SH_JOBS; i++) {
		if (!sh->jobs[i].pid)
			return (struct job *)&sh->jobs[i];
		if (sh->jobs[i].status >= 0)
			ended = &sh->jobs[i];
	}
	return (struct job *)ended;
}

bool job_room(const struct sh *sh)
{
	return place(sh) != NULL;
}

void job_add(struct sh *sh, pid_t pid)
{
	struct job *job = place(sh);

	job->pid = pid;
	job->status = -1;
}

struct job *job_find(struct sh *sh, pid_t pid)
{
	for (int i = 0; i < SH_JOBS; i++)
		if (sh->jobs[i].pid == pid)
			return &sh->jobs[i];
	return NULL;
}

void job_ended(struct sh *sh, pid_t pid, int status)
{
	struct job *job = job_find(sh, pid);

	if (job)
		job->status = status;
}

bool job_running(const struct sh *sh)
{
	for (int i = 0; i < SH_JOBS; i++)
		if (sh->jobs[i].pid && sh->jobs[i].status < 0)
			return true;
	return false;
}

int job_forget(struct sh *sh, pid_t pid)
{
	struct job *job = job_find(sh, pid);

	if (!job)
		return 127;
	job->pid = 0;
	return job->status;
}

void job_forget_all(struct sh *sh)
{
	memset(sh->jobs, 0, sizeof(sh->jobs));
}
