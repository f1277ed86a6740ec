// SPDX-License-Identifier: BSD-2-Clause
/* The text of sim-text.c, read strictly: what is not whole is refused. */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/sim-text.h"

/* The next line of a text, ended with a NUL; NULL if none has an end. */
static char *next_line(char **text)
{
	char *line = *text;
	char *end = strchr(line, '\n');

	if (!end)
		return NULL;
	*end = '\0';
	*text = end + 1;
	return line;
}

static bool skip(char **text, const char *what)
{
	size_t length = strlen(what);

	if (strncmp(*text, what, length) != 0)
		return false;
	*text += length;
	return true;
}

/* A space and a number of at most so much. */
static bool read_number(char **text, uint64_t most, uint64_t *number)
{
	*number = 0;
	if (!skip(text, " ") || **text < '0' || **text > '9')
		return false;
	for (; **text >= '0' && **text <= '9'; ++*text) {
		uint64_t digit = (uint64_t)(**text - '0');

		if (*number > (most - digit) / 10 || digit > most)
			return false;
		*number = *number * 10 + digit;
	}
	return true;
}

static bool read_numbers(char **text, const uint64_t *most, uint64_t *numbers,
			 size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!read_number(text, most[i], &numbers[i]))
			return false;
	return true;
}

static bool parse_locks(struct fm_sim *sim, char *text)
{
	const uint64_t most[] = { 7, UINT32_MAX };
	uint64_t numbers[2];

	if (!read_numbers(&text, most, numbers, 2) || *text || numbers[1] == 0)
		return false;
	sim->lock_flags = (unsigned int)numbers[0];
	sim->unlock_sectors = (uint32_t)numbers[1];
	return true;
}

static bool parse_sector(struct fm_sim *sim, char *text)
{
	const uint64_t most[] = {
		sim->sector_count - 1,
		UINT32_MAX,
		sim->geometry.bad_blocks_possible,
		1,
	};
	struct fm_sim_sector *sector;
	uint64_t numbers[4];

	if (!read_numbers(&text, most, numbers, 4) || *text)
		return false;
	sector = &sim->sectors[numbers[0]];
	sector->erase_count = (uint32_t)numbers[1];
	/* What is bad from the start is so at every start. */
	if (numbers[2] && !sector->bad) {
		sector->bad = true;
		sim->counters.bad_blocks++;
	}
	sector->locked = numbers[3];
	return true;
}

static bool parse_blocks(struct fm_sim *sim, char *text)
{
	uint32_t write_size = sim->geometry.write_size;
	uint64_t blocks = sim->geometry.size / write_size;
	const uint64_t most[] = { blocks, blocks };
	struct fm_range range;
	uint64_t numbers[2];

	if (!fm_sim_programs_once(sim) ||
	    !read_numbers(&text, most, numbers, 2) || *text ||
	    numbers[1] > blocks - numbers[0])
		return false;
	range.offset = numbers[0] * write_size;
	range.size = numbers[1] * write_size;
	fm_sim_blocks_program(sim, &range, NULL);
	return true;
}

/* Two hexadecimal digits a byte. */
static bool read_bits(char **text, uint8_t *bits, uint64_t count)
{
	static const char digits[] = "0123456789abcdef";

	if (!skip(text, " "))
		return false;
	for (uint64_t i = 0; i < 2 * count; i++) {
		const char *digit = **text ? strchr(digits, **text) : NULL;

		if (!digit)
			return false;
		bits[i / 2] = (uint8_t)(bits[i / 2] << 4 | (digit - digits));
		++*text;
	}
	return true;
}

static bool is_same(const struct fm_range *a, const struct fm_range *b)
{
	return a->offset == b->offset && a->size == b->size;
}

/* Whether a fault is one that could have been made on this chip. */
static bool is_sound(const struct fm_sim *sim, const struct fm_sim_fault *fault)
{
	struct fm_range sector, step;

	if (!fm_sim_sector_range(sim, fault->range.offset, &sector) ||
	    !fm_range_contains(&sector, &fault->range))
		return false;
	fm_sim_step_at(sim, fault->range.offset, &step);
	switch (fault->kind) {
	case FM_SIM_BITFLIPS:
		return is_same(&fault->range, &step) && fault->number > 0 &&
		       fault->number <= 8 * step.size && fault->more == 0;
	case FM_SIM_STUCK:
		return fault->range.size == 1 && fault->number > 0 &&
		       fault->number <= 0xff &&
		       (fault->more & ~fault->number) == 0;
	case FM_SIM_WEAK_PROGRAM:
	case FM_SIM_WEAK_ERASE:
		return is_same(&fault->range, &sector) && fault->number > 0 &&
		       fault->more <= 1;
	case FM_SIM_TORN_PROGRAM:
		return sim->type != FM_SIM_RAM && fault->range.size > 0 &&
		       fault->range.size <= sim->page_size &&
		       fault->number > 0 &&
		       fault->number <= FLASHMAP_SIM_CUT_LAST_BYTE &&
		       fault->more == 0;
	case FM_SIM_TORN_ERASE:
		return sim->type != FM_SIM_RAM &&
		       is_same(&fault->range, &sector) && fault->number > 0 &&
		       fault->number <= FLASHMAP_SIM_CUT_LAST_BYTE &&
		       fault->more == 0;
	default:
		return false;
	}
}

static int parse_fault(struct fm_sim *sim, char *text)
{
	static const uint64_t most[] = { FM_SIM_FAULT_KINDS - 1, UINT64_MAX,
					 UINT64_MAX, UINT32_MAX, UINT32_MAX };
	struct fm_sim_fault fault = { .kind = FM_SIM_FAULT_KINDS };
	uint64_t numbers[5];

	if (!read_numbers(&text, most, numbers, 5))
		return -EINVAL;
	fault.kind = (enum fm_sim_fault_kind)numbers[0];
	fault.range.offset = numbers[1];
	fault.range.size = numbers[2];
	fault.number = (uint32_t)numbers[3];
	fault.more = (uint32_t)numbers[4];
	if (!is_sound(sim, &fault))
		return -EINVAL;
	if (fault.kind == FM_SIM_TORN_PROGRAM) {
		memset(fault.bits, 0xff, sizeof(fault.bits));
		if (!fm_sim_programs_once(sim) &&
		    !read_bits(&text, fault.bits, fault.range.size))
			return -EINVAL;
	}
	return *text ? -EINVAL : fm_sim_add_fault(sim, &fault);
}

static int parse_line(struct fm_sim *sim, char *line)
{
	if (skip(&line, "locks"))
		return parse_locks(sim, line) ? 0 : -EINVAL;
	if (skip(&line, "sector"))
		return parse_sector(sim, line) ? 0 : -EINVAL;
	if (skip(&line, "programmed"))
		return parse_blocks(sim, line) ? 0 : -EINVAL;
	if (skip(&line, "fault"))
		return parse_fault(sim, line);
	return -EINVAL;
}

/* Cuts the last line off, which has to be the sum of those before it. */
static bool check_sum(char *text)
{
	/* "end ", 16 digits and the end of the line. */
	const size_t length = 4 + 16 + 1;
	size_t size = strlen(text);
	char expected[32];

	if (size < length)
		return false;
	snprintf(expected, sizeof(expected), "end %016" PRIx64 "\n",
		 fm_sim_text_sum(text, size - length));
	if (strcmp(text + size - length, expected) != 0)
		return false;
	text[size - length] = '\0';
	return true;
}

static int check_chip(const struct fm_sim *sim, const char *line,
		      const char **why)
{
	char *chip = fm_sim_text_chip(sim);
	bool same;

	if (!chip)
		return -ENOMEM;
	same = line && strcmp(line, chip) == 0;
	free(chip);
	*why = "it is of a chip of another type or geometry";
	return same ? 0 : -EINVAL;
}

int fm_sim_parse_text(struct fm_sim *sim, char *text, const char **why)
{
	char *line = text;
	int rc;

	*why = "it is no state of a simulated chip, or of another version";
	if (!skip(&line, FM_SIM_TEXT_TITLE "\n"))
		return -EINVAL;
	*why = "it is damaged: its checksum is wrong";
	if (!check_sum(text))
		return -EINVAL;
	next_line(&text);
	rc = check_chip(sim, next_line(&text), why);
	while (*text && !rc) {
		*why = "it is damaged: a line makes no sense";
		line = next_line(&text);
		rc = line ? parse_line(sim, line) : -EINVAL;
	}
	if (rc == -ENOMEM)
		*why = "there is no memory for it";
	if (!rc)
		sim->changed = false;
	return rc;
}
