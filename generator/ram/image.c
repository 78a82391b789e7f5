// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/image.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"

static int elf_fail(const struct image *image, struct error *error)
{
	return error_set(error, "%s: %s", image->path, elf_errmsg(-1));
}

/* Opened for reading; *fd is the caller's to close, and elf_end(). */
static Elf *open_elf(const char *path, int *fd, struct error *error)
{
	Elf *elf;

	elf_version(EV_CURRENT);
	*fd = open(path, O_RDONLY | O_CLOEXEC);
	if (*fd < 0) {
		error_errno(error, "%s", path);
		return NULL;
	}
	elf = elf_begin(*fd, ELF_C_READ, NULL);
	if (!elf || elf_kind(elf) != ELF_K_ELF) {
		error_set(error, "%s: not an ELF file", path);
		elf_end(elf);
		close(*fd);
		return NULL;
	}
	return elf;
}

/* Mapping symbols ($a, $t, $d) mark code and data, they name nothing. */
static bool is_useful(const GElf_Sym *symbol, const char *name)
{
	int type = GELF_ST_TYPE(symbol->st_info);

	return name && *name && *name != '$' && symbol->st_shndx != SHN_UNDEF &&
	       symbol->st_shndx < SHN_LORESERVE &&
	       (type == STT_FUNC || type == STT_OBJECT || type == STT_NOTYPE);
}

static int read_symbols(struct image *image, Elf *elf, Elf_Scn *section,
			const GElf_Shdr *header, struct error *error)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t count = header->sh_entsize ? header->sh_size / header->sh_entsize : 0;

	if (!data)
		return elf_fail(image, error);
	for (size_t i = 0; i < count; i++) {
		struct image_symbol *symbol;
		GElf_Sym found;
		const char *name;

		if (!gelf_getsym(data, (int)i, &found))
			return elf_fail(image, error);
		name = elf_strptr(elf, header->sh_link, found.st_name);
		if (!is_useful(&found, name))
			continue;
		symbol = array_add(&image->symbols);
		symbol->name = memory_strdup(name);
		symbol->function = GELF_ST_TYPE(found.st_info) == STT_FUNC;
		symbol->address = symbol->function ? found.st_value & ~1ULL :
						     found.st_value;
		symbol->size = found.st_size;
	}
	return 0;
}

static void count_section(struct image *image, const GElf_Shdr *header)
{
	if (!(header->sh_flags & SHF_ALLOC))
		return;
	if (!(header->sh_flags & SHF_WRITE) || header->sh_flags & SHF_EXECINSTR)
		image->text += header->sh_size;
	else if (header->sh_type != SHT_NOBITS)
		image->data += header->sh_size;
	else
		image->bss += header->sh_size;
}

static int read_sections(struct image *image, Elf *elf, struct error *error)
{
	Elf_Scn *section = NULL;

	while ((section = elf_nextscn(elf, section))) {
		GElf_Shdr header;

		if (!gelf_getshdr(section, &header))
			return elf_fail(image, error);
		count_section(image, &header);
		if (header.sh_type == SHT_SYMTAB &&
		    read_symbols(image, elf, section, &header, error))
			return -1;
	}
	if (!image->symbols.count)
		return error_set(error, "%s: has no symbols", image->path);
	return 0;
}

/* Where a section's bytes are loaded, which for .data is not where it runs. */
static bool load_address(Elf *elf, size_t nr_segments, const GElf_Shdr *section,
			 uint64_t *address)
{
	for (size_t i = 0; i < nr_segments; i++) {
		GElf_Phdr segment;

		if (gelf_getphdr(elf, (int)i, &segment) &&
		    segment.p_type == PT_LOAD &&
		    section->sh_offset >= segment.p_offset &&
		    section->sh_offset - segment.p_offset < segment.p_filesz) {
			*address = segment.p_paddr +
				   (section->sh_offset - segment.p_offset);
			return true;
		}
	}
	return false;
}

/* objcopy -O binary begins xipImage at the lowest load address of a section. */
static int read_load_address(struct image *image, Elf *elf, struct error *error)
{
	Elf_Scn *section = NULL;
	bool found = false;
	size_t count;

	if (elf_getphdrnum(elf, &count))
		return elf_fail(image, error);
	while ((section = elf_nextscn(elf, section))) {
		GElf_Shdr header;
		uint64_t address;

		if (!gelf_getshdr(section, &header))
			return elf_fail(image, error);
		if (!(header.sh_flags & SHF_ALLOC) || !header.sh_size ||
		    header.sh_type == SHT_NOBITS ||
		    !load_address(elf, count, &header, &address))
			continue;
		if (!found || address < image->xip_address)
			image->xip_address = address;
		found = true;
	}
	if (!found)
		return error_set(error, "%s: nothing to load in it", image->path);
	return 0;
}

static int read_elf(struct image *image, Elf *elf, struct error *error)
{
	GElf_Ehdr header;

	if (!gelf_getehdr(elf, &header))
		return elf_fail(image, error);
	image->entry = header.e_entry;
	if (read_load_address(image, elf, error))
		return -1;
	return read_sections(image, elf, error);
}

/* By address; at one address the larger first, functions before labels. */
static int compare_symbols(const void *left, const void *right)
{
	const struct image_symbol *a = left, *b = right;

	if (a->address != b->address)
		return a->address < b->address ? -1 : 1;
	if (a->size != b->size)
		return a->size > b->size ? -1 : 1;
	if (a->function != b->function)
		return a->function ? -1 : 1;
	return strcmp(a->name, b->name);
}

static void index_symbols(struct image *image)
{
	qsort(image->symbols.items, image->symbols.count,
	      sizeof(*image->symbols.items), compare_symbols);
	for (size_t i = 0; i < image->symbols.count; i++) {
		void **index = map_put(&image->by_name,
				       image->symbols.items[i].name);

		if (!*index)
			*index = (void *)(uintptr_t)(i + 1);
	}
}

int image_read(struct image *image, const char *directory, struct error *error)
{
	char *xip;
	Elf *elf;
	int result, fd;

	*image = (struct image){ .path = path_join(directory, "vmlinux") };
	elf = open_elf(image->path, &fd, error);
	if (!elf) {
		image_free(image);
		return -1;
	}
	result = read_elf(image, elf, error);
	elf_end(elf);
	close(fd);

	xip = path_join(directory, "xipImage");
	if (!result)
		result = file_read(xip, &image->xip, error);
	free(xip);
	if (result)
		image_free(image);
	else
		index_symbols(image);
	return result;
}

const struct image_symbol *image_find(const struct image *image, const char *name)
{
	uintptr_t index = (uintptr_t)map_get(&image->by_name, name);

	return index ? &image->symbols.items[index - 1] : NULL;
}

const struct image_symbol *image_symbol_at(const struct image *image,
					   uint64_t address)
{
	size_t low = 0, high = image->symbols.count;

	/* the first symbol above */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (image->symbols.items[middle].address > address)
			high = middle;
		else
			low = middle + 1;
	}
	/* labels of size 0 may stand inside: look behind them */
	while (low--) {
		const struct image_symbol *symbol = &image->symbols.items[low];

		if (address - symbol->address < symbol->size)
			return symbol;
		if (symbol->size)
			break;
	}
	return NULL;
}

bool image_in_flash(const struct image *image, uint64_t address)
{
	return address >= image->xip_address &&
	       address - image->xip_address < image->xip.length;
}

const unsigned char *image_bytes(const struct image *image, uint64_t address,
				 size_t length)
{
	if (!image_in_flash(image, address) ||
	    length > image->xip.length - (address - image->xip_address))
		return NULL;
	return (unsigned char *)image->xip.data + (address - image->xip_address);
}

static int not_in_flash(const struct image *image, uint64_t address,
			const char *what, struct error *error)
{
	return error_set(error, "%s: %s at 0x%llx is not in the flash image",
			 image->path, what, (unsigned long long)address);
}

int image_read_word(const struct image *image, uint64_t address, const char *what,
		    uint32_t *value, struct error *error)
{
	const unsigned char *at = image_bytes(image, address, 4);

	if (!at)
		return not_in_flash(image, address, what, error);
	*value = at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
	return 0;
}

int image_patch_word(const struct image *image, struct buffer *xip,
		     uint64_t address, const char *what, uint32_t value,
		     struct error *error)
{
	if (!image_bytes(image, address, 4))
		return not_in_flash(image, address, what, error);
	for (int i = 0; i < 4; i++)
		xip->data[address - image->xip_address + i] =
			(char)(value >> 8 * i);
	return 0;
}

int image_object_constants(const char *path, uint64_t *bytes, struct error *error)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	int fd;
	Elf *elf = open_elf(path, &fd, error);

	if (!elf)
		return -1;
	*bytes = 0;
	while ((section = elf_nextscn(elf, section))) {
		if (gelf_getshdr(section, &header) &&
		    header.sh_flags & SHF_ALLOC && !(header.sh_flags & SHF_WRITE))
			*bytes += header.sh_size;
	}
	elf_end(elf);
	close(fd);
	return 0;
}

void image_free(struct image *image)
{
	for (size_t i = 0; i < image->symbols.count; i++)
		free(image->symbols.items[i].name);
	array_free(&image->symbols);
	map_free(&image->by_name);
	buffer_free(&image->xip);
	free(image->path);
	*image = (struct image){ 0 };
}
