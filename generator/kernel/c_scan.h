/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a C file's tokens say about compatibles: tables of devices, who uses
 * them, declarations, questions.
 */
#ifndef GENERATOR_KERNEL_C_SCAN_H
#define GENERATOR_KERNEL_C_SCAN_H

#include "generator/kernel/c_preprocess.h"

/* How a file comes to know a compatible. */
enum compatible_kind {
	COMPATIBLE_DRIVER,	/* row of an of_device_id table that a driver registers */
	COMPATIBLE_MATCH,	/* row of one that code looks nodes up with */
	COMPATIBLE_TABLE,	/* row of one that nobody seems to use */
	COMPATIBLE_CLOCK,	/* CLK_OF_DECLARE, CLK_OF_DECLARE_DRIVER */
	COMPATIBLE_TIMER,	/* TIMER_OF_DECLARE */
	COMPATIBLE_IRQCHIP,	/* IRQCHIP_DECLARE, IRQCHIP_MATCH */
	COMPATIBLE_EARLYCON,	/* OF_EARLYCON_DECLARE */
	COMPATIBLE_RESERVED_MEMORY,	/* RESERVEDMEM_OF_DECLARE */
	COMPATIBLE_CPU_METHOD,	/* CPU_METHOD_OF_DECLARE: an enable-method */
	COMPATIBLE_IDLE_METHOD,	/* CPUIDLE_METHOD_OF_DECLARE: an enable-method */
	COMPATIBLE_DECLARE,	/* OF_DECLARE_1 and _2 for a section of their own */
	COMPATIBLE_MACHINE,	/* dt_compat of a machine description */
	COMPATIBLE_MFD_CELL,	/* of_compatible of an MFD's part: no driver by itself */
	COMPATIBLE_OTHER,	/* .compatible of some other struct */
	COMPATIBLE_QUERY,	/* of_device_is_compatible() and the like: no driver */
	COMPATIBLE_I2C_ID,	/* i2c_device_id: the part behind the comma matches, too */
	COMPATIBLE_SPI_ID,	/* spi_device_id: likewise */
	COMPATIBLE_FACT,	/* said by no table, see compatible_facts.c */
	COMPATIBLE_KINDS,
};

struct c_row {
	enum compatible_kind kind;
	const char *text;		/* owned by the struct c_scan */
	unsigned int file;		/* as in struct c_token */
	unsigned int line;
	const struct condition *when;
	size_t table;			/* its table, from 1; 0: it is in none */
};

/* A table of devices, or an array of strings. */
struct c_table {
	const char *name;		/* not terminated; length 0: it has none */
	size_t length;
	unsigned int line;
	const struct condition *when;
	size_t from, to;		/* its tokens */
	bool is_static;
	bool strings;
};

/* A name that is given to something that wants a table. */
enum c_use {
	C_USE_DRIVER,		/* .of_match_table and .id_table: a driver's */
	C_USE_MODULE,		/* MODULE_DEVICE_TABLE: so says the module */
	C_USE_MACHINE,		/* .dt_compat */
	C_USE_QUERY,		/* of_device_compatible_match() */
	C_USE_OTHER,		/* named anywhere else */
};

struct c_reference {
	enum c_use use;
	const char *name;
	size_t length;
	unsigned int line;
	const struct condition *when;
};

/* A name that stands where a string should; a macro of a header. */
struct c_unresolved {
	const char *name;
	size_t length;
	unsigned int line;
};

struct c_scan {
	ARRAY(struct c_row) rows;
	ARRAY(struct c_table) tables;
	ARRAY(struct c_reference) references;
	ARRAY(struct c_unresolved) unresolved;
	ARRAY(char *) strings;
};

/* The tokens are in @preprocessor; all texts stay where they are. */
void c_scan(const struct c_preprocessor *preprocessor, struct c_scan *scan);
void c_scan_free(struct c_scan *scan);

/* For struct c_preprocessor. */
bool c_scan_is_mark(const struct c_token *word);
bool c_scan_is_table(const struct c_token *word);

#endif
