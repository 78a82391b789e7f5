/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A plan and a curve as text, JSON and SVG. All append to @out.
 */
#ifndef GENERATOR_BUDGET_REPORT_H
#define GENERATOR_BUDGET_REPORT_H

#include <jansson.h>

#include "generator/base/buffer.h"
#include "generator/budget/plan.h"

/* The Kconfig fragment of a plan that is met, with the reasons. */
void report_fragment(const struct plan *plan, const char *board,
		     struct buffer *out);

/* Why a knob has its value: one line, without its end. */
void report_reason(const struct plan *plan, size_t knob, struct buffer *out);

/* Knob by knob: value, bytes saved, what is given up; then RAM by part. */
void report_explain(const struct plan *plan, const char *board,
		    struct buffer *out);

/*
 * What each knob was seen to save on the board, beside the model; nothing where
 * nothing was measured. As JSON: one knob's, or null.
 */
void report_measured(const struct plan *plan, struct buffer *out);
json_t *report_measured_knob(const struct plan *plan, size_t knob);

/* Of a plan that isn't met: the least there is, and what would help. */
void report_unmet(const struct plan *plan, const char *board,
		  struct buffer *out);

void report_curve(const struct plan *plan, const struct curve *curve,
		  const char *board, struct buffer *out);

/* The same facts: the plan, and the curve unless NULL. */
void report_json(const struct plan *plan, const struct curve *curve,
		 const char *board, struct buffer *out);

void report_svg(const struct plan *plan, const struct curve *curve,
		const char *board, struct buffer *out);

#endif
