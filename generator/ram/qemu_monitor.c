// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/qemu_monitor.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "generator/base/memory.h"
#include "generator/base/process.h"

/* An event may come at any time, also before an answer. */
static void note_event(struct monitor *monitor, const json_t *message)
{
	const char *event = json_string_value(json_object_get(message, "event"));

	if (event && !strcmp(event, "SHUTDOWN"))
		monitor->shut_down = true;
}

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
	note_event(monitor, message);
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
	long long end = process_clock_ms() + monitor->patience_ms, left;

	while ((left = end - process_clock_ms()) > 0) {
		json_t *message;

		while ((message = next_message(monitor))) {
			if (is(message, monitor->commands))
				return message;
			json_decref(message);
		}
		if (read_more(monitor, (int)left))
			return NULL;
	}
	monitor->late = true;
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

	if (monitor->late)
		error_set(error, "QEMU did not answer within %d s: \"%s\"",
			  monitor->patience_ms / 1000, what);
	else if (!done)
		error_set(error, "QEMU did not do \"%s\"", what);
	free(what);
	return done ? 0 : -1;
}

char *monitor_ask(struct monitor *monitor, const char *line)
{
	json_t *command = json_pack("{s:s, s:{s:s}}",
				    "execute", "human-monitor-command",
				    "arguments", "command-line", line);
	json_t *answer = send_command(monitor, command) ?
			 wait_for(monitor, is_answer) : NULL;
	const char *text = json_string_value(json_object_get(answer, "return"));
	char *copy = text ? memory_strdup(text) : NULL;

	json_decref(answer);
	return copy;
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

int monitor_look(struct monitor *monitor)
{
	json_t *message;

	if (read_more(monitor, 0))
		return -1;
	while ((message = next_message(monitor)))
		json_decref(message);
	return 0;
}

void monitor_free(struct monitor *monitor)
{
	buffer_free(&monitor->input);
}
