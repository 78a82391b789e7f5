/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * YAML by a schema of libcyaml's, with errors that name file and line.
 */
#ifndef GENERATOR_BASE_YAML_H
#define GENERATOR_BASE_YAML_H

#include <cyaml/cyaml.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

/*
 * Load @text, which was read from @path, into a new structure as @schema (a
 * mapping with CYAML_FLAG_POINTER) says. The result: yaml_file_free(); NULL: an
 * error.
 */
void *yaml_file_load(const char *path, const struct buffer *text,
		const cyaml_schema_value_t *schema, struct error *error);
void yaml_file_free(const cyaml_schema_value_t *schema, void *data);

#endif
