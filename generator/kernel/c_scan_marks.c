// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The words of a C file that say something about compatibles.
 */
#include "generator/kernel/c_scan_private.h"

#include <stdlib.h>
#include <string.h>

/* Sorted. */
static const struct mark marks[] = {
	{ "CLK_OF_DECLARE", ACTION_DECLARE, 1, COMPATIBLE_CLOCK },
	{ "CLK_OF_DECLARE_DRIVER", ACTION_DECLARE, 1, COMPATIBLE_CLOCK },
	{ "CPUIDLE_METHOD_OF_DECLARE", ACTION_DECLARE, 1, COMPATIBLE_IDLE_METHOD },
	{ "CPU_METHOD_OF_DECLARE", ACTION_DECLARE, 1, COMPATIBLE_CPU_METHOD },
	{ "IRQCHIP_DECLARE", ACTION_DECLARE, 1, COMPATIBLE_IRQCHIP },
	{ "IRQCHIP_MATCH", ACTION_DECLARE, 0, COMPATIBLE_IRQCHIP },
	{ "MFD_CELL_ALL", ACTION_DECLARE, 5, COMPATIBLE_MFD_CELL },
	{ "MFD_CELL_OF", ACTION_DECLARE, 5, COMPATIBLE_MFD_CELL },
	{ "MFD_CELL_OF_REG", ACTION_DECLARE, 5, COMPATIBLE_MFD_CELL },
	{ "MODULE_DEVICE_TABLE", ACTION_MODULE_TABLE, 1, COMPATIBLE_DRIVER },
	{ "OF_DECLARE_1", ACTION_DECLARE, 2, COMPATIBLE_DECLARE },
	{ "OF_DECLARE_1_RET", ACTION_DECLARE, 2, COMPATIBLE_DECLARE },
	{ "OF_DECLARE_2", ACTION_DECLARE, 2, COMPATIBLE_DECLARE },
	{ "OF_EARLYCON_DECLARE", ACTION_DECLARE, 1, COMPATIBLE_EARLYCON },
	{ "RESERVEDMEM_OF_DECLARE", ACTION_DECLARE, 1, COMPATIBLE_RESERVED_MEMORY },
	{ "TIMER_OF_DECLARE", ACTION_DECLARE, 1, COMPATIBLE_TIMER },
	{ "_OF_DECLARE", ACTION_DECLARE, 2, COMPATIBLE_DECLARE },
	{ "compatible", ACTION_STRING_MEMBER, 0, COMPATIBLE_OTHER },
	{ "compatibles", ACTION_STRINGS_MEMBER, 0, COMPATIBLE_MACHINE },
	{ "define_machine", ACTION_MACHINE, 0, COMPATIBLE_MACHINE },
	{ "dt_compat", ACTION_STRINGS_MEMBER, 0, COMPATIBLE_MACHINE },
	{ "fdt_node_check_compatible", ACTION_QUERY, 0, COMPATIBLE_QUERY },
	{ "fdt_node_offset_by_compatible", ACTION_QUERY, 0, COMPATIBLE_QUERY },
	{ "for_each_compatible_node", ACTION_QUERY, 0, COMPATIBLE_QUERY },
	{ "i2c_device_id", ACTION_TABLE, 0, COMPATIBLE_I2C_ID },
	{ "id_table", ACTION_TABLE_MEMBER, 0, COMPATIBLE_I2C_ID },
	{ "of_compatible", ACTION_STRING_MEMBER, 0, COMPATIBLE_MFD_CELL },
	{ "of_device_compatible_match", ACTION_QUERY_STRINGS, 1, COMPATIBLE_QUERY },
	{ "of_device_id", ACTION_TABLE, 0, COMPATIBLE_TABLE },
	{ "of_find_compatible_node", ACTION_QUERY, 0, COMPATIBLE_QUERY },
	{ "of_flat_dt_match", ACTION_QUERY_STRINGS, 1, COMPATIBLE_QUERY },
	{ "of_get_compatible_child", ACTION_QUERY, 0, COMPATIBLE_QUERY },
	{ "of_machine_compatible_match", ACTION_QUERY_STRINGS, 0, COMPATIBLE_QUERY },
	{ "of_match_ptr", ACTION_TABLE_POINTER, 0, COMPATIBLE_DRIVER },
	{ "of_match_table", ACTION_TABLE_MEMBER, 0, COMPATIBLE_DRIVER },
	{ "spi_device_id", ACTION_TABLE, 0, COMPATIBLE_SPI_ID },
	{ "syscon_regmap_lookup_by_compatible", ACTION_QUERY, 0, COMPATIBLE_QUERY },
};

static int compare_mark(const void *word, const void *mark)
{
	const struct c_token *token = word;
	const char *name = ((const struct mark *)mark)->word;
	int order = strncmp(token->text, name, token->length);

	/* equal so far: the shorter one comes first */
	return order ? order : name[token->length] ? -1 : 0;
}

/* of_device_is_compatible() and all that are named like it. */
static bool asks(const struct c_token *word)
{
	static const char suffix[] = "_is_compatible";
	size_t length = sizeof(suffix) - 1;

	return word->length > length &&
	       !memcmp(word->text + word->length - length, suffix, length);
}

const struct mark *scan_find_mark(const struct c_token *word)
{
	static const struct mark question = { "", ACTION_QUERY, 0, COMPATIBLE_QUERY };
	const struct mark *mark;

	/* most words are none, and short */
	if (word->length < sizeof("id_table") - 1)
		return NULL;
	mark = bsearch(word, marks, sizeof(marks) / sizeof(marks[0]),
					  sizeof(marks[0]), compare_mark);

	return !mark && asks(word) ? &question : mark;
}

bool c_scan_is_mark(const struct c_token *word)
{
	return scan_find_mark(word) != NULL;
}

bool c_scan_is_table(const struct c_token *word)
{
	const struct mark *mark = scan_find_mark(word);

	return (mark && mark->action == ACTION_TABLE) || c_token_is(word, "mfd_cell");
}

