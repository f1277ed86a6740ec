// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cancel.h"
#include "progress.h"
#include "report.h"

static int compare_piece(const struct reader *reader, uint64_t offset,
			 const unsigned char *expected, unsigned char *found,
			 size_t size, struct difference *difference)
{
	size_t i = 0;
	int status = reader_read(reader, offset, found, size, NULL);

	if (status || memcmp(expected, found, size) == 0)
		return status;
	while (expected[i] == found[i])
		i++;
	difference->found = true;
	difference->offset = offset + i;
	difference->in_area = found[i];
	difference->in_data = expected[i];
	return STATUS_DONE;
}

static int compare_pieces(const struct reader *reader, uint64_t offset,
			  struct input *input, unsigned char *data,
			  struct difference *difference)
{
	for (;;) {
		size_t filled;
		int status;

		if (cancel_signal())
			return report(STATUS_SIGNAL + cancel_signal(),
				      "cancelled: %s was compared up to offset "
				      "0x%" PRIx64,
				      reader->area->name, offset);
		status = input_read(input, data, PIECE_SIZE, &filled);
		if (status || filled == 0)
			return status;
		status = compare_piece(reader, offset, data, data + PIECE_SIZE,
				       filled, difference);
		if (status || difference->found)
			return status;
		offset += filled;
		progress_add(filled);
	}
}

int compare_input(const struct reader *reader, uint64_t offset,
		  struct input *input, struct difference *difference)
{
	unsigned char *data = malloc(2 * PIECE_SIZE);
	int status;

	memset(difference, 0, sizeof(*difference));
	if (!data)
		return report_failure(-ENOMEM, NULL, "cannot compare %s",
				      reader->area->name);
	progress_begin("verify", input->length_known ? input->length
						     : PROGRESS_TOTAL_UNKNOWN);
	status = compare_pieces(reader, offset, input, data, difference);
	progress_end();
	free(data);
	return status;
}

int compare_report(const struct reader *reader, const char *data_name,
		   const struct difference *difference)
{
	struct place place;

	return report(STATUS_DIFFERENT,
		      "%s differs from %s at offset 0x%" PRIx64 " (%s): "
		      "0x%02x instead of 0x%02x",
		      reader->area->name, data_name, difference->offset,
		      reader_place(reader, difference->offset, 1, &place),
		      difference->in_area, difference->in_data);
}
