// SPDX-License-Identifier: GPL-2.0-or-later
#include "options.h"
#include "session.h"

int main(int argc, char **argv)
{
	static struct session session;
	struct options options;
	int status;

	switch (options_parse(&options, argc, argv)) {
	case OPTIONS_DONE:
		return 0;
	case OPTIONS_BAD:
		return STATUS_HOST;
	case OPTIONS_RUN:
		break;
	}
	status = session_run(&session, &options);
	session_free(&session);
	return status;
}
