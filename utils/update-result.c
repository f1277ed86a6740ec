// SPDX-License-Identifier: GPL-2.0-or-later
#include "update-result.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "format.h"
#include "report.h"

/* Bytes behind the data that become erased ones. */
static uint64_t find_rest(const struct update *update)
{
	const struct options *options = update->options;
	const struct range *range = &update->range;
	const struct range *sectors = &update->sectors.range;

	if (options->keep && !options->erase_rest)
		return 0;
	return sectors->offset + sectors->length - range->offset -
	       range->length;
}

void update_announce(const struct update *update, const char *name,
		     bool length_known)
{
	const struct area *area = update->area;
	const uint64_t rest = find_rest(update);
	char more[80 + FORMAT_COUNT_MAX] = "", count[FORMAT_COUNT_MAX];
	struct place place;

	update_place(update, &place);
	if (update->options->dry_run)
		snprintf(more, sizeof(more), "; nothing is changed");
	else if (!length_known)
		snprintf(more, sizeof(more), ", as far as the data goes");
	else if (rest > 0)
		snprintf(more, sizeof(more),
			 "; the last %s of this become%s 0x%02x",
			 format_count(rest, "byte", count),
			 rest == 1 ? "s" : "", flash_area_erased_val(area->fa));
	report_note("%s %s %s %s (%s)%s",
		    update->options->dry_run ? "comparing" : "writing", name,
		    update->options->dry_run ? "with" : "to", area->name,
		    place.text, more);
}

/* What is not as it mostly is. */
static void print_remarks(FILE *out, const struct update *update)
{
	const struct flashmap_writer_counts *counts = &update->counts;
	char count[FORMAT_COUNT_MAX];

	if (counts->bad_blocks)
		fprintf(out, ", %s left out",
			format_count(counts->bad_blocks, "bad block", count));
	if (counts->marked_bad)
		fprintf(out, ", %" PRIu64 " of them marked now",
			counts->marked_bad);
	if (counts->retries)
		fprintf(out, ", %s tried again",
			format_count(counts->retries, "erase", count));
}

static void set_common_json(struct json *document, const struct update *update)
{
	const struct flashmap_writer_counts *counts = &update->counts;

	json_set_string(document, "area", update->area->info.label);
	json_set_string(document, "chip", update->area->info.chip);
	json_set_number(document, "offset", update->range.offset);
	json_set_number(document, "sectors", counts->sectors);
	json_set_number(document, "erased", counts->erased);
	json_set_number(document, "retries", counts->retries);
	json_set_number(document, "bad_blocks", counts->bad_blocks);
	json_set_number(document, "corrected", counts->corrected);
	json_set_boolean(document, "verified", counts->verified);
	json_set_boolean(document, "dry_run", update->options->dry_run);
}

int update_print_result(const struct update *update, update_print_fn print,
			update_set_json_fn set_json)
{
	const bool dry_run = update->options->dry_run;
	struct json *document;
	char *text = NULL;
	size_t size;
	FILE *out;

	if (update->options->json) {
		document = json_make_document();
		set_common_json(document, update);
		set_json(document, update);
		return json_print(document);
	}
	out = open_memstream(&text, &size);
	if (!out)
		return report_failure(-errno, NULL,
				      "cannot tell what was done");
	print(out, update);
	print_remarks(out, update);
	if (dry_run)
		fputs("; nothing was changed", out);
	else
		fputs(update->counts.verified ? ", verified" : ", not verified",
		      out);
	if (fclose(out) == 0)
		report_result("%s", text);
	free(text);
	return STATUS_DONE;
}

static void set_written_json(struct json *document, const struct update *update)
{
	const struct flashmap_writer_counts *counts = &update->counts;
	const struct range *sectors = &update->sectors.range;

	json_set_number(document, "length",
			sectors->offset + sectors->length -
				update->range.offset);
	json_set_number(document, "bytes", counts->bytes);
	json_set_number(document, "skipped", counts->skipped);
	json_set_number(document, "programmed", counts->programmed);
	json_set_number(document, "marked_bad", counts->marked_bad);
}

static void print_written(FILE *out, const struct update *update)
{
	const struct flashmap_writer_counts *counts = &update->counts;
	char bytes[FORMAT_COUNT_MAX], erased[FORMAT_COUNT_MAX];
	char programmed[FORMAT_COUNT_MAX];
	struct place place;

	fprintf(out, "%s %s to %s (%s): ",
		update->options->dry_run ? "would write" : "wrote",
		format_count(counts->bytes, "byte", bytes), update->area->name,
		update_place(update, &place));
	fprintf(out, "%s erased, %" PRIu64 " skipped, %s programmed",
		format_count(counts->erased, "sector", erased), counts->skipped,
		format_count(counts->programmed, "page", programmed));
}

int update_print_written(struct update *update)
{
	update_measure(update, update->counts.bytes);
	return update_print_result(update, print_written, set_written_json);
}
