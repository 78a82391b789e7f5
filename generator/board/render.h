/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef GENERATOR_BOARD_RENDER_H
#define GENERATOR_BOARD_RENDER_H

#include "generator/base/buffer.h"
#include "generator/base/error.h"

/*
 * Render @templates/@name with the model (JSON text) by templates/render.py;
 * what comes out is added to @output.
 */
int render(const char *templates, const char *name, const char *model,
	   struct buffer *output, struct error *error);

#endif
