// SPDX-License-Identifier: GPL-2.0-or-later
#include "symbols.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LABELS_IN_FUNCTION 256 /* as many are looked past */

static int by_address(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	/* of several names take the same one each time: sized ones last */
	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return strcmp(y->name, x->name);
}

static bool wanted(const GElf_Sym *sym, const char *name)
{
	int type = GELF_ST_TYPE(sym->st_info);

	/* $t, $d, $a are the ARM ABI's mapping symbols */
	return (type == STT_FUNC || type == STT_OBJECT || type == STT_NOTYPE) &&
	       sym->st_shndx != SHN_UNDEF && name && *name && *name != '$';
}

static bool fail(struct symbols *symbols, const char *path, const char *why)
{
	snprintf(symbols->error, sizeof(symbols->error), "%s: %s", path, why);
	return false;
}

static bool read_table(struct symbols *symbols, Elf *elf, Elf_Scn *section,
		       const GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t count =
		header->sh_entsize ? header->sh_size / header->sh_entsize : 0;

	symbols->table = calloc(count + 1, sizeof(*symbols->table));
	if (!data || !symbols->table)
		return false;
	for (size_t i = 0; i < count; i++) {
		struct symbol *s = &symbols->table[symbols->count];
		const char *name;
		GElf_Sym sym;

		if (!gelf_getsym(data, i, &sym))
			return false;
		name = elf_strptr(elf, header->sh_link, sym.st_name);
		if (!wanted(&sym, name))
			continue;
		s->function = GELF_ST_TYPE(sym.st_info) == STT_FUNC;
		s->address = sym.st_value & (s->function ? ~1u : ~0u);
		s->size = sym.st_size;
		s->name = strdup(name);
		if (!s->name)
			return false;
		symbols->count++;
	}
	return true;
}

static void find_span(struct symbols *symbols)
{
	symbols->text_start = UINT32_MAX;
	for (size_t i = 0; i < symbols->count; i++) {
		const struct symbol *s = &symbols->table[i];

		if (!s->function)
			continue;
		if (s->address < symbols->text_start)
			symbols->text_start = s->address;
		if (s->address + s->size > symbols->text_end)
			symbols->text_end = s->address + s->size;
	}
	if (symbols->text_start > symbols->text_end)
		symbols->text_start = symbols->text_end;
}

bool symbols_read(struct symbols *symbols, const char *path)
{
	Elf_Scn *section = NULL;
	bool found = false;
	GElf_Shdr header;
	Elf *elf;
	int fd;

	memset(symbols, 0, sizeof(*symbols));
	elf_version(EV_CURRENT);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(symbols, path, strerror(errno));
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf || elf_kind(elf) != ELF_K_ELF)
		fail(symbols, path, "not an ELF file");
	else
		while (!found && (section = elf_nextscn(elf, section)))
			if (gelf_getshdr(section, &header) &&
			    header.sh_type == SHT_SYMTAB)
				found = read_table(symbols, elf, section,
						   &header);
	if (!found && !*symbols->error)
		fail(symbols, path, "no symbol table");
	elf_end(elf);
	close(fd);
	if (!found)
		return false;
	qsort(symbols->table, symbols->count, sizeof(*symbols->table),
	      by_address);
	find_span(symbols);
	return true;
}

void symbols_free(struct symbols *symbols)
{
	for (size_t i = 0; i < symbols->count; i++)
		free((char *)symbols->table[i].name);
	free(symbols->table);
	memset(symbols, 0, sizeof(*symbols));
}

const struct symbol *symbols_at(const struct symbols *symbols, uint32_t address)
{
	const struct symbol *best = NULL;
	size_t low = 0, high = symbols->count;

	if (address < symbols->text_start || address >= symbols->text_end)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (symbols->table[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	/* a function around the address, past labels inside it; or a label */
	for (size_t i = low, n = 0; i-- > 0 && n < LABELS_IN_FUNCTION; n++) {
		const struct symbol *s = &symbols->table[i];

		if (s->function && address - s->address < s->size)
			return s;
		if (!best && !s->size)
			best = s;
	}
	return best;
}

const struct symbol *symbols_named(const struct symbols *symbols,
				   const char *name)
{
	for (size_t i = 0; i < symbols->count; i++)
		if (!strcmp(symbols->table[i].name, name))
			return &symbols->table[i];
	return NULL;
}

void symbols_format(const struct symbols *symbols, uint32_t address, char *text,
		    size_t bytes)
{
	const struct symbol *s = symbols_at(symbols, address);

	if (!s)
		*text = '\0';
	else
		snprintf(text, bytes, "%s+0x%x/0x%x", s->name,
			 address - s->address, s->size);
}
