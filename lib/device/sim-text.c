// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/sim-text.h"

/* A text that grows. */
struct text {
	char *data;
	size_t length;
	size_t room;
	/* Without memory it is to be thrown away. */
	bool failed;
};

/* At most so many characters at a time. */
#define PIECE_LENGTH 127

static void __attribute__((format(printf, 2, 3)))
append(struct text *text, const char *format, ...)
{
	char piece[PIECE_LENGTH + 1], *data;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(piece, sizeof(piece), format, arguments);
	va_end(arguments);
	if (length < 0 || length > PIECE_LENGTH)
		text->failed = true;
	if (text->room < text->length + sizeof(piece)) {
		data = realloc(text->data, 2 * text->room + sizeof(piece));
		if (!data)
			text->failed = true;
		else
			text->data = data;
		text->room = 2 * text->room + sizeof(piece);
	}
	if (text->failed)
		return;
	memcpy(text->data + text->length, piece, (size_t)length);
	text->length += (size_t)length;
}

/* FNV-1a: against accidents, not against intent. */
uint64_t fm_sim_text_sum(const char *text, size_t length)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < length; i++)
		sum = (sum ^ (uint8_t)text[i]) * UINT64_C(0x100000001b3);
	return sum;
}

char *fm_sim_text_chip(const struct fm_sim *sim)
{
	static const char *const types[] = {
		[FM_SIM_NOR] = "nor",
		[FM_SIM_NAND] = "nand",
		[FM_SIM_RAM] = "ram",
	};
	char *line;

	if (asprintf(&line,
		     "chip %s %" PRIu64 " %" PRIu64 " %" PRIu32 " %u %" PRIu32,
		     types[sim->type], sim->geometry.size,
		     sim->geometry.single.sector_size, sim->geometry.write_size,
		     sim->geometry.erased_value,
		     sim->geometry.ecc.step_size) < 0)
		return NULL;
	return line;
}

static void add_sectors(const struct fm_sim *sim, struct text *text)
{
	for (uint32_t i = 0; i < sim->sector_count; i++) {
		const struct fm_sim_sector *sector = &sim->sectors[i];

		if (sector->erase_count > 0 || sector->locked ||
		    sector->bad != sector->born_bad)
			append(text, "sector %" PRIu32 " %" PRIu32 " %d %d\n",
			       i, sector->erase_count, sector->bad,
			       sector->locked);
	}
}

static void add_blocks(const struct fm_sim *sim, struct text *text)
{
	uint64_t first = 0, count;

	for (; fm_sim_blocks_next_blank(sim, &first, &count); first += count)
		append(text, "programmed %" PRIu64 " %" PRIu64 "\n", first,
		       count);
}

static void add_faults(const struct fm_sim *sim, struct text *text)
{
	for (size_t i = 0; i < sim->fault_count; i++) {
		const struct fm_sim_fault *fault = &sim->faults[i];

		append(text,
		       "fault %d %" PRIu64 " %" PRIu64 " %" PRIu32 " %" PRIu32,
		       (int)fault->kind, fault->range.offset, fault->range.size,
		       fault->number, fault->more);
		if (fault->kind == FM_SIM_TORN_PROGRAM &&
		    !fm_sim_programs_once(sim)) {
			append(text, " ");
			for (uint64_t at = 0; at < fault->range.size; at++)
				append(text, "%02x", fault->bits[at]);
		}
		append(text, "\n");
	}
}

int fm_sim_make_text(const struct fm_sim *sim, char **data, size_t *length)
{
	char *chip = fm_sim_text_chip(sim);
	struct text text = { .failed = !chip };
	size_t begin;

	append(&text, "%s\n", FM_SIM_TEXT_TITLE);
	append(&text, "%s\n", chip ? chip : "");
	free(chip);
	begin = text.length;
	if (sim->lock_flags != fm_sim_default_lock_flags(sim) ||
	    sim->unlock_sectors != 1)
		append(&text, "locks %u %" PRIu32 "\n", sim->lock_flags,
		       sim->unlock_sectors);
	add_sectors(sim, &text);
	add_blocks(sim, &text);
	add_faults(sim, &text);
	if (text.length == begin)
		text.length = 0;
	else if (!text.failed)
		append(&text, "end %016" PRIx64 "\n",
		       fm_sim_text_sum(text.data, text.length));
	if (text.failed) {
		free(text.data);
		return -ENOMEM;
	}
	*data = text.data;
	*length = text.length;
	return 0;
}
