// SPDX-License-Identifier: GPL-2.0-or-later
#include <inttypes.h>
#include <string.h>

#include "cancel.h"
#include "command.h"
#include "reader.h"
#include "report.h"
#include "update-result.h"
#include "update.h"

struct source {
	struct reader reader;
	/* What is left to be read. */
	struct range range;
	const struct update *update;
};

static int next(void *user_data, void *buffer, size_t size, size_t *filled)
{
	struct source *source = user_data;
	struct range *range = &source->range;
	int status;

	*filled = range->length < size ? (size_t)range->length : size;
	if (*filled == 0)
		return STATUS_DONE;
	status = reader_read(&source->reader, range->offset, buffer, *filled,
			     source->update->advice);
	range->offset += *filled;
	range->length -= *filled;
	return status;
}

/* What would be read after it was written over. */
static bool overlap(const struct area *from, const struct area *to)
{
	const struct flash_area *a = from->fa;
	const struct flash_area *b = to->fa;

	if (a == b)
		return true;
	if (!a->fa_dev_name || !b->fa_dev_name ||
	    strcmp(a->fa_dev_name, b->fa_dev_name) != 0)
		return false;
	return a->fa_off < b->fa_off
		       ? (uint64_t)(b->fa_off - a->fa_off) < a->fa_size
		       : (uint64_t)(a->fa_off - b->fa_off) < b->fa_size;
}

static int check_areas(const struct source *source, const struct area *to)
{
	const struct area *from = source->reader.area;

	if (overlap(from, to))
		return report(STATUS_USAGE,
			      "%s and %s overlap; nothing was changed",
			      from->name, to->name);
	if (source->range.length == 0)
		return report(STATUS_USAGE,
			      "no data in %s; nothing was changed", from->name);
	if (source->range.length > to->fa->fa_size)
		return report(STATUS_USAGE,
			      "0x%" PRIx64 " bytes of %s are more than the "
			      "0x%zx of %s; --length takes less of them",
			      source->range.length, from->name, to->fa->fa_size,
			      to->name);
	return STATUS_DONE;
}

static int copy(struct update *update, struct source *source)
{
	int status = check_areas(source, update->area);

	if (status)
		return status;
	update->range.length = source->range.length;
	status = update_open(update, true);
	if (status)
		return status;
	update_announce(update, source->reader.area->name, true);
	status = update_write(update, next, source);
	if (!status)
		status = update_finish(update);
	return status ? status : update_print_written(update);
}

static int run(const struct context *context)
{
	const struct options *options = context->options;
	struct update update = {
		.options = options,
		.what = "write",
		.map = context->map,
	};
	struct source source = { .update = &update };
	struct area from, to;
	int status = area_find(context->map, context->operands[0], &from);

	if (!status)
		status = area_find(context->map, context->operands[1], &to);
	if (status)
		return status;
	update.area = &to;
	cancel_start();
	status = reader_open(&source.reader, &from, options->skip_bad);
	if (!status)
		status = range_of_options(&from, source.reader.capacity,
					  options, &source.range);
	if (!status)
		status = copy(&update, &source);
	update_close(&update);
	reader_close(&source.reader);
	return status;
}

const struct command command_copy = {
	.name = "copy",
	.arguments = "FROM TO",
	.summary = "write an area to another one",
	.details =
		"Write an area, or --length bytes of it from --offset on, to "
		"the beginning of\n"
		"another one, as \"flashmap write\" does. They must not "
		"overlap.",
	.operands = 2,
	.options = OPTIONS_RANGE | OPTIONS_SKIP_BAD | OPTIONS_CHANGE |
		   OPTIONS_FORCE | OPTIONS_WRITE | OPTIONS_PROGRESS,
	.run = run,
};
