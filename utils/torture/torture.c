// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/lock.h>

#include "torture/block-test.h"
#include "cancel.h"
#include "command.h"
#include "environment.h"
#include "format.h"
#include "json.h"
#include "progress.h"
#include "report.h"
#include "runs.h"
#include "update.h"

struct torture {
	const struct area *area;
	/* It is not written to, but has refused what it would, and claims the
	 * area for as long as it is open. */
	struct update *update;
	struct block_test *test;
	uint64_t tested;
	uint64_t bad;
	struct runs failed;
};

static int check_request(const struct area *area, const struct options *options)
{
	if (!block_test_is_supported())
		return report(STATUS_USAGE,
			      "torture: built without libmtd, whose test this "
			      "is");
	if (!options->yes)
		return report(STATUS_USAGE,
			      "torture %s needs --yes: all its data will be "
			      "lost",
			      area->name);
	if (area->info.simulated)
		return report(
			STATUS_USAGE,
			"cannot torture %s: it is simulated, and the test "
			"needs an MTD",
			area->name);
	if (options->root || environment_peek("FLASHMAP_ROOT"))
		return report(STATUS_USAGE,
			      "cannot torture %s: the test needs an MTD of the "
			      "running system, without --root",
			      area->name);
	if (area->info.mtd == FLASHMAP_NO_MTD)
		return report(STATUS_FAILED,
			      "cannot torture %s: no MTD is behind it",
			      area->name);
	return STATUS_DONE;
}

static int check_unlocked(const struct area *area)
{
	struct runs locked;
	int error = runs_find(area, flashmap_area_is_locked, &locked);
	bool some = locked.count > 0;

	runs_free(&locked);
	if (error)
		return report_failure(error, NULL, "cannot torture %s",
				      area->name);
	if (some)
		return report(STATUS_REFUSED,
			      "cannot torture %s: some of it is locked; "
			      "nothing was changed, \"flashmap unlock\" "
			      "unlocks it",
			      area->name);
	return STATUS_DONE;
}

/* libmtd counts in blocks of the MTD: it has to be the area, and no other. */
static int check_facts(const struct torture *torture,
		       const struct block_test_facts *facts)
{
	const struct area *area = torture->area;
	const struct flashmap_area_info *info = &area->info;

	if (facts->size != info->size ||
	    facts->block_size != info->erase_size || !facts->uniform ||
	    info->sector_count * info->erase_size != info->size)
		return report(
			STATUS_USAGE,
			"cannot torture %s: it is not the whole of mtd%d, "
			"in equal blocks; nothing was changed",
			area->name, info->mtd);
	if (info->label && strcmp(facts->name, info->label) != 0)
		return report(STATUS_FAILED,
			      "cannot torture %s: mtd%d is called %s; nothing "
			      "was changed",
			      area->name, info->mtd, facts->name);
	return STATUS_DONE;
}

static int open_test(struct torture *torture)
{
	const struct area *area = torture->area;
	struct block_test_facts facts;
	int error = block_test_open(area->info.mtd, &torture->test, &facts);

	if (error)
		return report_failure(error, "nothing was changed",
				      "cannot torture %s: libmtd cannot open "
				      "mtd%d",
				      area->name, area->info.mtd);
	return check_facts(torture, &facts);
}

static int report_block(struct torture *torture, uint64_t number,
			const struct flash_sector *block, int error,
			const char *complaint)
{
	const struct area *area = torture->area;
	const uint64_t offset = (uint64_t)block->fs_off;
	struct place place;

	report_failure(error, NULL,
		       "block %" PRIu64 " of %s at offset 0x%" PRIx64
		       " (%s) fails the test%s%s",
		       number, area->name, offset,
		       area_place(area, offset, block->fs_size, &place),
		       complaint ? ": " : "", complaint ? complaint : "");
	/* Then the others do not matter any more. */
	return error == -ENODEV ? STATUS_FAILED : STATUS_DONE;
}

static int test_block(struct torture *torture, uint64_t number,
		      const struct flash_sector *block)
{
	char *complaint = NULL;
	int bad = flashmap_area_is_bad(torture->area->fa, block->fs_off);
	int error, status = STATUS_DONE;

	if (bad > 0) {
		torture->bad++;
		return STATUS_DONE;
	}
	error = bad < 0 ? bad
			: block_test_run(torture->test, number, &complaint);
	torture->tested++;
	if (error) {
		status = report_block(torture, number, block, error, complaint);
		if (runs_add(&torture->failed, number, block))
			status = report_failure(-ENOMEM, NULL,
						"cannot torture %s",
						torture->area->name);
	}
	free(complaint);
	return status;
}

static int report_cancelled(const struct torture *torture)
{
	return report(STATUS_SIGNAL + cancel_signal(),
		      "cancelled: %" PRIu64 " of %" PRIu64 " blocks of %s were "
		      "tested, and their data are lost",
		      torture->tested, torture->update->sectors.count,
		      torture->area->name);
}

static int test_blocks(struct torture *torture)
{
	struct sector_cursor cursor;
	struct flash_sector block;
	int more, status;

	sector_cursor_start(&cursor, torture->area, 0);
	for (uint64_t number = 0;; number++) {
		more = sector_cursor_next(&cursor, &block);
		if (more == 0)
			return STATUS_DONE;
		if (more < 0)
			return report_failure(more, NULL, "cannot torture %s",
					      torture->area->name);
		if (cancel_signal())
			return report_cancelled(torture);
		status = test_block(torture, number, &block);
		if (status)
			return status;
		progress_add(block.fs_size);
	}
}

static int print_json(const struct torture *torture)
{
	struct json *document = json_make_document();

	json_set_string(document, "area", torture->area->info.label);
	json_set_string(document, "chip", torture->area->info.chip);
	json_set_number(document, "length", torture->update->range.length);
	json_set_number(document, "blocks", torture->update->sectors.count);
	json_set_number(document, "tested", torture->tested);
	json_set_number(document, "bad_blocks", torture->bad);
	json_set(document, "failed", runs_json(&torture->failed));
	return json_print(document);
}

static int print(const struct torture *torture, bool json)
{
	char tested[FORMAT_COUNT_MAX], bad[FORMAT_COUNT_MAX];
	uint64_t failed = 0;
	int status = STATUS_DONE;

	for (size_t i = 0; i < torture->failed.count; i++)
		failed += torture->failed.items[i].count;
	if (json)
		status = print_json(torture);
	else
		report_result("tested %s of %s: %" PRIu64
			      " failed, %s left out; what it held is lost",
			      format_count(torture->tested, "block", tested),
			      torture->area->name, failed,
			      format_count(torture->bad, "bad block", bad));
	return status || failed == 0 ? status : STATUS_FAILED;
}

static int torture_area(struct torture *torture, bool json)
{
	struct place place;
	int status = open_test(torture);

	if (status)
		return status;
	report_note("torturing %s (%s): all its data will be lost",
		    torture->area->name, update_place(torture->update, &place));
	torture->failed.known = true;
	progress_begin("torture", torture->update->range.length);
	status = test_blocks(torture);
	progress_end();
	return status ? status : print(torture, json);
}

static int run(const struct context *context)
{
	struct options options = *context->options;
	struct update update = {
		.options = &options,
		.what = "torture",
		.map = context->map,
	};
	struct torture torture = { .update = &update };
	struct area area;
	int status = area_find(context->map, context->operands[0], &area);

	if (!status)
		status = check_request(&area, &options);
	if (status)
		return status;
	torture.area = &area;
	update.area = &area;
	update.range.length = area.fa->fa_size;
	options.skip_bad = true;
	cancel_start();
	status = check_unlocked(&area);
	if (!status)
		status = update_open_erase(&update);
	if (!status)
		status = torture_area(&torture, options.json);
	block_test_close(torture.test);
	update_close(&update);
	runs_free(&torture.failed);
	return status;
}

const struct command command_torture = {
	.name = "torture",
	.arguments = "AREA",
	.summary = "test the blocks of an area, whose data are lost",
	.details =
		"Erase each good block of an area, program patterns, read them "
		"back, and tell\n"
		"which blocks fail (exit 1). It is the test of libmtd. What "
		"the area held is lost\n"
		"and nothing restores it, so --yes is needed. The area has to "
		"be the whole of an\n"
		"MTD of the running system. Each test wears a block by some "
		"erases.",
	.operands = 1,
	.options = OPTIONS_FORCE | OPTIONS_YES | OPTIONS_PROGRESS,
	.run = run,
};
