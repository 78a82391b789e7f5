// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An index as bytes: a header, then one array after the other as the header
 * counts them, last all texts. References are numbers: of a node, or where in
 * the texts one begins. Bytes are of this machine and this program only.
 *
 * Nothing is believed of bytes that come from a file but that their checksum
 * is right: every reference is looked at, once, before it is followed.
 */
#include "generator/kernel/index_private.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/hash.h"
#include "generator/base/memory.h"
#include "generator/kernel/condition_private.h"

#define MAGIC "gen-board index 1"

struct header {
	char magic[24];
	uint64_t checksum;	/* of all that follows this field */
	struct index_identity identity;
	struct index_facts facts;
	uint32_t nr_nodes, nr_operands, nr_entries, nr_objects, nr_by_file;
	uint32_t texts_size;
	uint32_t tree, version;	/* texts */
};

/* The first text is "", which stands for no text at all. */
struct packed_node {
	uint32_t kind, symbol, value, nr_operands;	/* next ones of the array */
};

struct packed_entry {
	uint32_t compatible, file, source, why;
	uint32_t condition, module;	/* nodes */
	uint32_t line;
	uint8_t kind, registered, class, unused;
};

struct packed_object {
	uint32_t source, makefile, built_in, module;
};

/* An entry under its file's name, or under its source's. */
struct packed_by_file {
	uint32_t entry, is_source;
};

static const char *checked_part(const struct buffer *packed)
{
	return packed->data + offsetof(struct header, identity);
}

static size_t checked_length(const struct buffer *packed)
{
	return packed->length - offsetof(struct header, identity);
}

/* ---- to bytes */

struct packer {
	ARRAY(const struct condition *) conditions;	/* in the order of their making */
	unsigned int *numbers;		/* by the pool's number: that of the node */
	unsigned int nr_numbers;
	struct buffer nodes, operands, entries, objects, by_file, texts;
	struct map offsets;		/* of texts */
};

static uint32_t pack_text(struct packer *packer, const char *text)
{
	void **offset;

	if (!text)
		return 0;
	offset = map_put(&packer->offsets, text);
	if (!*offset) {
		*offset = (void *)packer->texts.length;
		buffer_add(&packer->texts, text, strlen(text) + 1);
	}
	return (uint32_t)(size_t)*offset;
}

/* Gather a condition and all below it. */
static void reach(struct packer *packer, const struct condition *condition)
{
	if (condition->number >= packer->nr_numbers) {
		unsigned int room = (condition->number + 1) * 2;

		packer->numbers = memory_resize(packer->numbers, room,
						sizeof(*packer->numbers));
		memset(packer->numbers + packer->nr_numbers, 0,
		       (room - packer->nr_numbers) * sizeof(*packer->numbers));
		packer->nr_numbers = room;
	}
	if (packer->numbers[condition->number])
		return;
	packer->numbers[condition->number] = 1;
	*array_add(&packer->conditions) = condition;
	for (size_t i = 0; i < condition->nr_operands; i++)
		reach(packer, condition->operands[i]);
}

static int compare_conditions(const void *a, const void *b)
{
	const struct condition *x = *(const struct condition *const *)a;
	const struct condition *y = *(const struct condition *const *)b;

	return (x->number > y->number) - (x->number < y->number);
}

static void pack_conditions(struct packer *packer, const struct index_contents *contents)
{
	for (size_t i = 0; i < contents->entries.count; i++) {
		reach(packer, contents->entries.items[i].condition);
		reach(packer, contents->entries.items[i].module);
	}
	for (size_t i = 0; i < contents->objects.count; i++) {
		reach(packer, contents->objects.items[i].built_in);
		reach(packer, contents->objects.items[i].module);
	}
	if (packer->conditions.count)
		qsort(packer->conditions.items, packer->conditions.count,
		      sizeof(packer->conditions.items[0]), compare_conditions);
	/* operands were made before what has them, so their number is there */
	for (size_t i = 0; i < packer->conditions.count; i++) {
		const struct condition *condition = packer->conditions.items[i];
		struct packed_node node = {
			.kind = condition->kind,
			.symbol = pack_text(packer, condition->symbol),
			.value = pack_text(packer, condition->value),
			.nr_operands = (uint32_t)condition->nr_operands,
		};

		packer->numbers[condition->number] = (unsigned int)i;
		buffer_add(&packer->nodes, &node, sizeof(node));
		for (size_t k = 0; k < condition->nr_operands; k++) {
			uint32_t operand = packer->numbers[condition->operands[k]->number];

			buffer_add(&packer->operands, &operand, sizeof(operand));
		}
	}
}

static void pack_entries(struct packer *packer, const struct index_contents *contents)
{
	for (size_t i = 0; i < contents->entries.count; i++) {
		const struct index_entry *entry = &contents->entries.items[i];
		struct packed_entry packed = {
			.compatible = pack_text(packer, entry->compatible),
			.file = pack_text(packer, entry->file),
			.source = pack_text(packer, entry->source),
			.why = pack_text(packer, entry->why),
			.condition = packer->numbers[entry->condition->number],
			.module = packer->numbers[entry->module->number],
			.line = entry->line,
			.kind = (uint8_t)entry->kind,
			.registered = entry->registered,
			.class = (uint8_t)entry->class,
		};

		buffer_add(&packer->entries, &packed, sizeof(packed));
	}
	for (size_t i = 0; i < contents->objects.count; i++) {
		const struct index_object *object = &contents->objects.items[i];
		struct packed_object packed = {
			.source = pack_text(packer, object->source),
			.makefile = pack_text(packer, object->makefile),
			.built_in = packer->numbers[object->built_in->number],
			.module = packer->numbers[object->module->number],
		};

		buffer_add(&packer->objects, &packed, sizeof(packed));
	}
}

struct by_file {
	const char *path;
	struct packed_by_file packed;
};

static int compare_by_file(const void *a, const void *b)
{
	const struct by_file *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	if (order)
		return order;
	return (x->packed.entry > y->packed.entry) - (x->packed.entry < y->packed.entry);
}

static void pack_by_file(struct packer *packer, const struct index_contents *contents)
{
	ARRAY(struct by_file) items = { 0 };

	for (size_t i = 0; i < contents->entries.count; i++) {
		const struct index_entry *entry = &contents->entries.items[i];

		*array_add(&items) = (struct by_file){ entry->file, { (uint32_t)i, 0 } };
		if (strcmp(entry->file, entry->source))
			*array_add(&items) =
				(struct by_file){ entry->source, { (uint32_t)i, 1 } };
	}
	if (items.count)
		qsort(items.items, items.count, sizeof(items.items[0]), compare_by_file);
	for (size_t i = 0; i < items.count; i++)
		buffer_add(&packer->by_file, &items.items[i].packed,
			   sizeof(items.items[i].packed));
	array_free(&items);
}

void index_seal(struct buffer *packed)
{
	uint64_t sum = hash_checksum(checked_part(packed), checked_length(packed));

	memcpy(packed->data + offsetof(struct header, checksum), &sum, sizeof(sum));
}

void index_pack(const struct index_contents *contents,
		const struct index_identity *identity, struct buffer *packed)
{
	struct packer packer = { 0 };
	struct header header = { .magic = MAGIC, .identity = *identity,
				 .facts = contents->facts };
	struct buffer *parts[] = { &packer.nodes, &packer.operands, &packer.entries,
				   &packer.objects, &packer.by_file, &packer.texts };

	buffer_add(&packer.texts, "", 1);
	pack_conditions(&packer, contents);
	pack_entries(&packer, contents);
	pack_by_file(&packer, contents);
	header.nr_nodes = (uint32_t)packer.conditions.count;
	header.nr_operands = (uint32_t)(packer.operands.length / sizeof(uint32_t));
	header.nr_entries = (uint32_t)contents->entries.count;
	header.nr_objects = (uint32_t)contents->objects.count;
	header.nr_by_file = (uint32_t)(packer.by_file.length / sizeof(struct packed_by_file));
	header.tree = pack_text(&packer, contents->tree);
	header.version = pack_text(&packer, contents->version);
	header.texts_size = (uint32_t)packer.texts.length;
	buffer_add(packed, &header, sizeof(header));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		buffer_add(packed, buffer_text(parts[i]), parts[i]->length);
		buffer_free(parts[i]);
	}
	index_seal(packed);
	array_free(&packer.conditions);
	free(packer.numbers);
	map_free(&packer.offsets);
}

/* ---- from bytes */

struct unpacker {
	struct kernel_index *index;
	struct header header;
	const char *at;			/* what is not read yet */
	const char *texts;
	const struct condition **nodes;
	bool damaged;
};

static const void *take(struct unpacker *unpacker, size_t size)
{
	const void *item = unpacker->at;

	unpacker->at += size;
	return item;
}

static const char *text_at(struct unpacker *unpacker, uint32_t offset)
{
	if (offset < unpacker->header.texts_size)
		return unpacker->texts + offset;
	unpacker->damaged = true;
	return "";
}

static const struct condition *node_at(struct unpacker *unpacker, uint32_t number,
				       uint32_t count)
{
	if (number < count)
		return unpacker->nodes[number];
	unpacker->damaged = true;
	return NULL;
}

static bool read_header(struct header *header, const struct buffer *packed)
{
	const struct header expected = { .magic = MAGIC };

	if (packed->length < sizeof(*header))
		return false;
	memcpy(header, packed->data, sizeof(*header));
	return !memcmp(header->magic, expected.magic, sizeof(expected.magic));
}

/* The parts have the sizes that the header says, and texts end. */
static bool lay_out(struct unpacker *unpacker, const struct buffer *packed)
{
	struct header *header = &unpacker->header;
	uint64_t size = sizeof(*header);

	if (!read_header(header, packed) ||
	    header->checksum != hash_checksum(checked_part(packed), checked_length(packed)))
		return false;
	size += (uint64_t)header->nr_nodes * sizeof(struct packed_node);
	size += (uint64_t)header->nr_operands * sizeof(uint32_t);
	size += (uint64_t)header->nr_entries * sizeof(struct packed_entry);
	size += (uint64_t)header->nr_objects * sizeof(struct packed_object);
	size += (uint64_t)header->nr_by_file * sizeof(struct packed_by_file);
	if (!header->texts_size || size + header->texts_size != packed->length ||
	    packed->data[packed->length - 1])
		return false;
	unpacker->at = packed->data + sizeof(*header);
	unpacker->texts = packed->data + size;
	return true;
}

static bool has_operands(uint32_t kind, uint32_t count)
{
	if (kind == CONDITION_NOT)
		return count == 1;
	if (kind == CONDITION_AND || kind == CONDITION_OR)
		return count > 1;
	return kind <= CONDITION_UNKNOWN && !count;
}

static void unpack_nodes(struct unpacker *unpacker)
{
	const struct header *header = &unpacker->header;
	const char *nodes = take(unpacker, header->nr_nodes * sizeof(struct packed_node));
	const char *operands = take(unpacker, header->nr_operands * sizeof(uint32_t));
	const struct condition **below;
	size_t used = 0;

	below = memory_new((size_t)header->nr_operands + 1, sizeof(*below));
	unpacker->nodes = memory_new((size_t)header->nr_nodes + 1, sizeof(*unpacker->nodes));
	for (uint32_t i = 0; !unpacker->damaged && i < header->nr_nodes; i++) {
		struct packed_node node;
		struct condition like = { 0 };

		memcpy(&node, nodes + i * sizeof(node), sizeof(node));
		if (!has_operands(node.kind, node.nr_operands) ||
		    node.nr_operands > header->nr_operands - used) {
			unpacker->damaged = true;
			break;
		}
		like.kind = (enum condition_kind)node.kind;
		like.operands = node.nr_operands ? below + used : NULL;
		like.nr_operands = node.nr_operands;
		if (node.kind == CONDITION_SYMBOL || node.kind == CONDITION_UNKNOWN)
			like.symbol = condition_intern(unpacker->index->pool,
						       text_at(unpacker, node.symbol));
		if (node.kind == CONDITION_SYMBOL)
			like.value = condition_intern(unpacker->index->pool,
						      text_at(unpacker, node.value));
		for (uint32_t k = 0; k < node.nr_operands; k++) {
			uint32_t operand;

			memcpy(&operand, operands + used * sizeof(operand), sizeof(operand));
			below[used++] = node_at(unpacker, operand, i);
		}
		if (!unpacker->damaged)
			unpacker->nodes[i] = condition_make(unpacker->index->pool, &like);
	}
	free(below);
}

static void unpack_entries(struct unpacker *unpacker)
{
	struct kernel_index *index = unpacker->index;
	uint32_t nr_nodes = unpacker->header.nr_nodes;

	for (uint32_t i = 0; !unpacker->damaged && i < unpacker->header.nr_entries; i++) {
		struct packed_entry packed;

		memcpy(&packed, take(unpacker, sizeof(packed)), sizeof(packed));
		if (packed.kind >= COMPATIBLE_KINDS || packed.class >= INDEX_CLASSES)
			unpacker->damaged = true;
		*array_add(&index->entries) = (struct index_entry){
			.compatible = text_at(unpacker, packed.compatible),
			.kind = (enum compatible_kind)packed.kind,
			.registered = packed.registered,
			.line = packed.line,
			.file = text_at(unpacker, packed.file),
			.source = text_at(unpacker, packed.source),
			.why = packed.why ? text_at(unpacker, packed.why) : NULL,
			.condition = node_at(unpacker, packed.condition, nr_nodes),
			.module = node_at(unpacker, packed.module, nr_nodes),
			.class = (enum index_class)packed.class,
		};
	}
}

static void unpack_objects(struct unpacker *unpacker)
{
	uint32_t nr_nodes = unpacker->header.nr_nodes;

	for (uint32_t i = 0; !unpacker->damaged && i < unpacker->header.nr_objects; i++) {
		struct packed_object packed;

		memcpy(&packed, take(unpacker, sizeof(packed)), sizeof(packed));
		*array_add(&unpacker->index->objects) = (struct index_object){
			.source = text_at(unpacker, packed.source),
			.makefile = text_at(unpacker, packed.makefile),
			.built_in = node_at(unpacker, packed.built_in, nr_nodes),
			.module = node_at(unpacker, packed.module, nr_nodes),
		};
	}
}

/* After the entries, which it points to. */
static void unpack_order(struct unpacker *unpacker)
{
	struct kernel_index *index = unpacker->index;

	for (uint32_t i = 0; !unpacker->damaged && i < unpacker->header.nr_by_file; i++) {
		struct packed_by_file packed;
		const struct index_entry *entry;

		memcpy(&packed, take(unpacker, sizeof(packed)), sizeof(packed));
		if (packed.entry >= index->entries.count) {
			unpacker->damaged = true;
			return;
		}
		entry = &index->entries.items[packed.entry];
		*array_add(&index->by_file) = entry;
		*array_add(&index->by_file_paths) =
			packed.is_source ? entry->source : entry->file;
	}
	for (size_t i = 0; i < index->entries.count; i++)
		*array_add(&index->by_compatible) = &index->entries.items[i];
}

bool index_packed_identity(const struct buffer *packed, struct index_identity *identity)
{
	struct header header;

	if (!read_header(&header, packed))
		return false;
	*identity = header.identity;
	return true;
}

bool index_unpack(struct kernel_index *index, struct buffer *packed, const char *tree)
{
	struct unpacker unpacker = { .index = index };

	*index = (struct kernel_index){ 0 };
	if (!lay_out(&unpacker, packed) ||
	    strcmp(text_at(&unpacker, unpacker.header.tree), tree))
		return false;
	index->pool = condition_pool_new();
	index->facts = unpacker.header.facts;
	unpack_nodes(&unpacker);
	unpack_entries(&unpacker);
	unpack_objects(&unpacker);
	unpack_order(&unpacker);
	free(unpacker.nodes);
	if (unpacker.damaged) {
		kernel_index_close(index);
		return false;
	}
	index->tree = memory_strdup(tree);
	strncpy(index->version, text_at(&unpacker, unpacker.header.version),
		sizeof(index->version) - 1);
	index->packed = *packed;
	*packed = (struct buffer)BUFFER_INIT;
	return true;
}
