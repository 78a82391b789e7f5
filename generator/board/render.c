// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/render.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/process.h"

/* The distribution's Python has the distribution's jinja2; $PATH's may not. */
#define PYTHON "/usr/bin/python3"
#define TIMEOUT_MS 60000

int render(const char *templates, const char *name, const char *model,
	   struct buffer *output, struct error *error)
{
	char *script = path_join(templates, "render.py");
	char *template = path_join(templates, name);
	const char *argv[] = { PYTHON, script, template, NULL };
	struct buffer errors = BUFFER_INIT;
	struct process process = {
		.argv = argv,
		.input = model,
		.input_length = strlen(model),
		.output = output,
		.errors = &errors,
		.timeout_ms = TIMEOUT_MS,
	};
	struct process_result result;
	int status = process_run(&process, &result, error);

	if (!status && (result.status || result.timed_out)) {
		const char *text = buffer_text(&errors);
		const char *last = text + strlen(text);

		/* a traceback's last line says what happened */
		while (last > text && last[-1] == '\n')
			last--;
		while (last > text && last[-1] != '\n')
			last--;
		status = error_set(error, "%s: %.*s", template,
				   (int)strcspn(last, "\n"), last);
	}
	buffer_free(&errors);
	free(script);
	free(template);
	return status;
}
