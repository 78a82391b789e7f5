// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/budget_command.h"

#include <getopt.h>
#include <stdlib.h>

#include "generator/board/board_file.h"
#include "generator/budget/budget_settings.h"
#include "generator/budget/report.h"

int budget_arguments_parse(struct budget_arguments *arguments, int argc,
			   char **argv, struct error *error)
{
	static const struct option options[] = {
		{ "budget", required_argument, NULL, 'b' },
		{ "explain", no_argument, NULL, 'e' },
		{ "curve", no_argument, NULL, 'c' },
		{ "json", no_argument, NULL, 'j' },
		{ "svg", no_argument, NULL, 's' },
		{ "knobs", required_argument, NULL, 'n' },
		{ "kernel", required_argument, NULL, 'k' },
		{ 0 },
	};
	int option;

	*arguments = (struct budget_arguments){ 0 };
	optind = 0;	/* a new command line for getopt */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":b:", options, NULL)) != -1) {
		if (option == ':')
			return error_usage(error, "%s: the option needs an argument",
					   argv[optind - 1]);
		if (option == '?')
			return error_usage(error, "%s: no such option; gen-board help budget lists them",
					   argv[optind - 1]);
		arguments->explain |= option == 'e';
		arguments->curve |= option == 'c' || option == 's';
		arguments->json |= option == 'j';
		arguments->svg |= option == 's';
		if (option == 'b')
			arguments->budget = optarg;
		else if (option == 'n')
			arguments->knobs = optarg;
		else if (option == 'k')
			arguments->kernel = optarg;
	}
	if (arguments->json && arguments->svg)
		return error_usage(error, "budget: --json and --svg: one of them");
	if (argc - optind != 1)
		return error_usage(error, "budget: expected one board, found %d; see gen-board help budget",
				   argc - optind);
	arguments->board = argv[optind];
	return 0;
}

static void report(const struct plan *plan, const struct curve *curve,
		   const struct budget_arguments *arguments, const char *board,
		   struct buffer *out)
{
	if (arguments->json)
		report_json(plan, curve, board, out);
	else if (arguments->svg)
		report_svg(plan, curve, board, out);
	else if (curve)
		report_curve(plan, curve, board, out);
	else if (!plan->met)
		report_unmet(plan, board, out);
	else if (arguments->explain)
		report_explain(plan, board, out);
	else
		report_fragment(plan, board, out);
}

static int run(const struct budget_arguments *arguments,
	       const struct board *board, const struct knobs *knobs,
	       const struct budget *budget, struct buffer *out,
	       struct error *error)
{
	const struct base *base = knobs_base(knobs, board->name, board->like,
					     error);
	struct curve curve = { 0 };
	struct plan plan;
	int result;

	if (!base || plan_make(&plan, knobs, base, budget, error))
		return -1;
	result = arguments->curve ? curve_make(&curve, &plan, error) : 0;
	if (!result) {
		report(&plan, arguments->curve ? &curve : NULL, arguments,
		       board->name, out);
		/* a curve is no answer to a budget that can't be met */
		if (!plan.met)
			result = plan_unmet(&plan, error);
	}
	curve_free(&curve);
	plan_free(&plan);
	return result;
}

int budget_command(const struct budget_arguments *arguments, const char *boards,
		   const char *kernel, const char *knobs_path,
		   struct buffer *out, struct error *error)
{
	struct budget budget;
	struct board board;
	struct knobs knobs;
	int result = -1;

	if (board_read(&board, arguments->board, boards, kernel, error))
		return -1;
	if (!knobs_read(&knobs, knobs_path, error)) {
		const char *path = arguments->budget ? arguments->budget :
						       board.path;
		const char *key = arguments->budget ? NULL : "budget";

		if (!budget_read(&budget, path, key, &knobs, &board, error)) {
			if (!budget_settings_bind(&budget, &knobs, &board, error))
				result = run(arguments, &board, &knobs, &budget,
					     out, error);
			budget_free(&budget);
		}
		knobs_free(&knobs);
	}
	board_free(&board);
	return result;
}
