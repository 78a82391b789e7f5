// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The curve as a picture: RAM to the right, loss upwards, a step for each point,
 * since between two points the dearer one's RAM isn't enough.
 */
#include <inttypes.h>

#include "generator/budget/report.h"

#define WIDTH 800.0
#define HEIGHT 480.0
#define LEFT 70.0
#define RIGHT 30.0
#define TOP 50.0
#define BOTTOM 60.0
#define TICKS 5

struct scale {
	uint64_t least;
	uint64_t most;		/* above least */
	uint64_t loss;		/* the most, above 0 */
};

static double x_of(const struct scale *scale, uint64_t ram)
{
	return LEFT + (WIDTH - LEFT - RIGHT) * (double)(ram - scale->least) /
		      (double)(scale->most - scale->least);
}

static double y_of(const struct scale *scale, uint64_t loss)
{
	return HEIGHT - BOTTOM -
	       (HEIGHT - TOP - BOTTOM) * (double)loss / (double)scale->loss;
}

/* The name of a board may have anything in it. */
static void add_escaped(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			buffer_add_string(out, "&lt;");
		else if (*text == '&')
			buffer_add_string(out, "&amp;");
		else
			buffer_add(out, text, 1);
	}
}

static struct scale scale_of(const struct plan *plan, const struct curve *curve)
{
	struct scale scale = { .least = UINT64_MAX, .loss = 1 };

	for (size_t i = 0; i < curve->points.count; i++) {
		const struct curve_point *point = &curve->points.items[i];

		if (point->ram < scale.least)
			scale.least = point->ram;
		if (point->ram > scale.most)
			scale.most = point->ram;
		if (point->loss > scale.loss)
			scale.loss = point->loss;
	}
	if (plan->budget->ram < scale.least)
		scale.least = plan->budget->ram;
	scale.least = scale.least / 16384 * 16384;
	scale.most = (scale.most / 16384 + 1) * 16384;
	return scale;
}

static void add_axes(const struct scale *scale, struct buffer *out)
{
	buffer_printf(out, "<path d=\"M%.1f %.1fV%.1fH%.1f\" fill=\"none\" stroke=\"#444\"/>\n",
		      LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
	for (uint64_t i = 0; i <= TICKS; i++) {
		uint64_t ram = scale->least + (scale->most - scale->least) * i / TICKS;
		uint64_t loss = scale->loss * i / TICKS;

		buffer_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%" PRIu64 "</text>\n",
			      x_of(scale, ram), HEIGHT - BOTTOM + 18, ram / 1024);
		buffer_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%" PRIu64 "</text>\n",
			      LEFT - 8, y_of(scale, loss) + 4, loss);
	}
	buffer_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">RAM, KiB</text>\n"
		      "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">loss</text>\n",
		      (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, LEFT - 8, TOP - 14);
}

void report_svg(const struct plan *plan, const struct curve *curve,
		const char *board, struct buffer *out)
{
	const uint64_t budget = plan->budget->ram;
	struct scale scale = scale_of(plan, curve);

	buffer_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" font-size=\"12\">\n"
		      "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n"
		      "<text x=\"%.1f\" y=\"24\" font-size=\"15\">",
		      WIDTH, HEIGHT, LEFT);
	add_escaped(out, board);
	buffer_add_string(out, ": what less RAM gives up</text>\n");
	add_axes(&scale, out);
	if (budget >= scale.least && budget <= scale.most)
		buffer_printf(out, "<path d=\"M%.1f %.1fV%.1f\" stroke=\"#c33\" stroke-dasharray=\"4 3\"/>\n"
			      "<text x=\"%.1f\" y=\"%.1f\" fill=\"#c33\">budget</text>\n",
			      x_of(&scale, budget), TOP, HEIGHT - BOTTOM,
			      x_of(&scale, budget) + 5, TOP + 10);
	buffer_add_string(out, "<path fill=\"none\" stroke=\"#258\" stroke-width=\"1.5\" d=\"");
	for (size_t i = 0; i < curve->points.count; i++) {
		const struct curve_point *point = &curve->points.items[i];

		if (i)
			buffer_printf(out, "V%.1f", y_of(&scale, point->loss));
		else
			buffer_printf(out, "M%.1f %.1f", WIDTH - RIGHT,
				      y_of(&scale, point->loss));
		buffer_printf(out, "H%.1f", x_of(&scale, point->ram));
	}
	buffer_add_string(out, "\"/>\n");
	for (size_t i = 0; i < curve->points.count; i++) {
		const struct curve_point *point = &curve->points.items[i];

		buffer_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"#258\"><title>%" PRIu64 " bytes, loss %" PRIu64 "</title></circle>\n",
			      x_of(&scale, point->ram),
			      y_of(&scale, point->loss), point->ram, point->loss);
	}
	buffer_add_string(out, "</svg>\n");
}
