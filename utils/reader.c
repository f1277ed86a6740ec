// SPDX-License-Identifier: GPL-2.0-or-later
#include "reader.h"

#include <inttypes.h>

#include "cancel.h"
#include "report.h"

int reader_open(struct reader *reader, const struct area *area, bool skip_bad)
{
	int error;

	*reader = (struct reader){
		.area = area,
		.capacity = area->fa->fa_size,
	};
	if (!skip_bad)
		return STATUS_DONE;
	error = flashmap_goodblocks_open(area->fa, &reader->view);
	if (error)
		return report_failure(error, NULL,
				      "cannot look for bad blocks in %s",
				      area->name);
	reader->capacity = flashmap_goodblocks_capacity(reader->view);
	reader->bad_blocks = flashmap_goodblocks_bad_count(reader->view);
	return STATUS_DONE;
}

int reader_open_operand(struct reader *reader, const struct context *context,
			struct area *area)
{
	int status = area_find(context->map, context->operands[0], area);

	*reader = (struct reader){ 0 };
	if (status)
		return status;
	cancel_start();
	return reader_open(reader, area, context->options->skip_bad);
}

/* Where a byte is in the area. */
static uint64_t find_offset(const struct reader *reader, uint64_t offset)
{
	off_t found;

	if (!reader->view ||
	    flashmap_goodblocks_to_area(reader->view, (off_t)offset, &found))
		return offset;
	return (uint64_t)found;
}

const char *reader_place(const struct reader *reader, uint64_t offset,
			 uint64_t length, struct place *place)
{
	uint64_t first = find_offset(reader, offset);

	if (length > 0)
		length = find_offset(reader, offset + length - 1) - first + 1;
	return area_place(reader->area, first, length, place);
}

int reader_read(const struct reader *reader, uint64_t offset, void *buffer,
		size_t size, const char *advice)
{
	const struct area *area = reader->area;
	struct place place;
	int error;

	if (reader->view)
		error = flashmap_goodblocks_read(reader->view, (off_t)offset,
						 buffer, size, NULL, 0);
	else
		error = flash_area_read(area->fa, (off_t)offset, buffer, size);
	if (!error)
		return STATUS_DONE;
	reader_place(reader, offset, size, &place);
	return report_failure(error, advice,
			      "cannot read %s at offset 0x%" PRIx64 " (%s)",
			      area->name, offset, place.text);
}

void reader_close(struct reader *reader)
{
	flashmap_goodblocks_close(reader->view);
	reader->view = NULL;
}
