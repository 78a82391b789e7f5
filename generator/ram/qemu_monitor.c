// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/qemu_monitor.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "generator/base/memory.h"

/* An answer takes milliseconds, saving memory a little longer. */
#define ANSWER_MS	15000

/* One line as JSON; NULL if there is no whole line yet. */
static json_t *next_message(struct monitor *monitor)
{
	struct buffer *input = &monitor->input;
	char *end = input->length ? memchr(input->data, '\n', input->length) : NULL;
	json_t *message;
	size_t length;

	if (!end)
		return NULL;
	length = (size_t)(end - input->data) + 1;
	message = json_loadb(input->data, length, 0, NULL);
	memmove(input->data, input->data + length, input->length - length + 1);
	input->length -= length;
	return message ? message : json_object();
}

/* Read for at most that long. -1: QEMU has ended. */
static int read_more(struct monitor *monitor, int timeout_ms)
{
	struct pollfd fd = { .fd = monitor->socket, .events = POLLIN };
	ssize_t got;

	if (poll(&fd, 1, timeout_ms) <= 0)
		return 0;
	got = read(monitor->socket, buffer_reserve(&monitor->input, 4096), 4096);
	if (got <= 0)
		return -1;
	monitor->input.length += (size_t)got;
	monitor->input.data[monitor->input.length] = '\0';
	return 0;
}

static bool is_greeting(const json_t *message, json_int_t number)
{
	(void)number;
	return json_object_get(message, "QMP");
}

static bool is_answer(const json_t *message, json_int_t number)
{
	const json_t *id = json_object_get(message, "id");

	return id && json_integer_value(id) == number;
}

/* Wait for such a message, and give it away; others before it are dropped. */
static json_t *wait_for(struct monitor *monitor,
			bool (*is)(const json_t *message, json_int_t number))
{
	const int step_ms = 20;

	for (int waited = 0; waited < ANSWER_MS; waited += step_ms) {
		json_t *message;

		while ((message = next_message(monitor))) {
			if (is(message, monitor->commands))
				return message;
			json_decref(message);
		}
		if (read_more(monitor, step_ms))
			return NULL;
	}
	return NULL;
}

/* Takes over @command. */
static bool send_command(struct monitor *monitor, json_t *command)
{
	char *text;
	bool sent;

	json_object_set_new(command, "id", json_integer(++monitor->commands));
	text = json_dumps(command, JSON_COMPACT);
	sent = send(monitor->socket, text, strlen(text), MSG_NOSIGNAL) > 0;
	free(text);
	json_decref(command);
	return sent;
}

/* Takes over @command. */
static bool carry_out(struct monitor *monitor, json_t *command)
{
	json_t *answer = send_command(monitor, command) ?
			 wait_for(monitor, is_answer) : NULL;
	bool done = json_object_get(answer, "return");

	json_decref(answer);
	return done;
}

int monitor_command(struct monitor *monitor, json_t *command,
		    struct error *error)
{
	const char *name = json_string_value(json_object_get(command, "execute"));
	char *what = memory_strdup(name);
	bool done = carry_out(monitor, command);

	if (!done)
		error_set(error, "QEMU did not do \"%s\"", what);
	free(what);
	return done ? 0 : -1;
}

void monitor_nudge(struct monitor *monitor)
{
	send_command(monitor, json_pack("{s:s}", "execute", "query-status"));
}

int monitor_start(struct monitor *monitor)
{
	json_t *greeting = wait_for(monitor, is_greeting);

	if (!greeting)
		return -1;
	json_decref(greeting);
	return carry_out(monitor, json_pack("{s:s}", "execute",
					    "qmp_capabilities")) ? 0 : -1;
}

int monitor_look(struct monitor *monitor, const char *event, bool *seen)
{
	json_t *message;

	if (read_more(monitor, 0))
		return -1;
	while ((message = next_message(monitor))) {
		const char *name =
			json_string_value(json_object_get(message, "event"));

		if (name && !strcmp(name, event))
			*seen = true;
		json_decref(message);
	}
	return 0;
}

void monitor_free(struct monitor *monitor)
{
	buffer_free(&monitor->input);
}
