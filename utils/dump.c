// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cancel.h"
#include "command.h"
#include "compare.h"
#include "json.h"
#include "output.h"
#include "range.h"
#include "reader.h"
#include "report.h"

#define LINE_BYTES 16
/* Offset, bytes in hex, and as text. */
#define LINE_TEXT_MAX 96

struct dump {
	const struct reader *reader;
	struct output output;
	/* Where the next line begins in the area. */
	uint64_t offset;
	/* A line like it is not printed, but a * for all of those. */
	unsigned char last[LINE_BYTES];
	size_t last_count;
	/* How often it came in a row; 0 before the first one. */
	uint64_t repeats;
	/* With --json in place of text. */
	struct json *rows;
	/* What is not on the output yet. */
	char text[16384];
	size_t length;
};

static int flush(struct dump *dump)
{
	size_t length = dump->length;

	dump->length = 0;
	return output_write(&dump->output, dump->text, length);
}

static size_t format_bytes(char *text, const unsigned char *bytes, size_t count)
{
	size_t length = 0;

	for (size_t i = 0; i < LINE_BYTES; i++) {
		if (i % 8 == 0)
			text[length++] = ' ';
		if (i < count)
			length += (size_t)sprintf(text + length, "%02x ",
						  bytes[i]);
		else
			length += (size_t)sprintf(text + length, "   ");
	}
	text[length++] = ' ';
	text[length++] = '|';
	for (size_t i = 0; i < count; i++)
		text[length++] = bytes[i] >= ' ' && bytes[i] <= '~'
					 ? (char)bytes[i]
					 : '.';
	text[length++] = '|';
	text[length++] = '\n';
	return length;
}

/* The line that came last, however often it did. */
static void add_row(const struct dump *dump)
{
	struct json *row;
	char text[2 * LINE_BYTES + 1] = "";

	if (dump->repeats == 0)
		return;
	row = json_make_object();
	for (size_t i = 0; i < dump->last_count; i++)
		sprintf(text + 2 * i, "%02x", dump->last[i]);
	json_set_number(row, "offset",
			dump->offset - dump->last_count -
				(dump->repeats - 1) * LINE_BYTES);
	json_set_string(row, "bytes", text);
	json_set_number(row, "repeats", dump->repeats);
	json_append(dump->rows, row);
}

static int print_line(struct dump *dump)
{
	char *text = dump->text + dump->length;

	if (dump->repeats > 2)
		return STATUS_DONE;
	if (dump->repeats == 2) {
		dump->length += (size_t)sprintf(text, "*\n");
	} else {
		size_t length =
			(size_t)sprintf(text, "%08" PRIx64 " ", dump->offset);

		length += format_bytes(text + length, dump->last,
				       dump->last_count);
		dump->length += length;
	}
	if (dump->length + LINE_TEXT_MAX <= sizeof(dump->text))
		return STATUS_DONE;
	return flush(dump);
}

static int dump_line(struct dump *dump, const unsigned char *bytes,
		     size_t count)
{
	int status = STATUS_DONE;

	if (dump->repeats == 0 || count != dump->last_count ||
	    memcmp(dump->last, bytes, count) != 0) {
		if (dump->rows)
			add_row(dump);
		memcpy(dump->last, bytes, count);
		dump->last_count = count;
		dump->repeats = 0;
	}
	dump->repeats++;
	if (!dump->rows)
		status = print_line(dump);
	dump->offset += count;
	return status;
}

static int dump_piece(struct dump *dump, const unsigned char *piece,
		      size_t size)
{
	for (size_t i = 0; i < size; i += LINE_BYTES) {
		size_t count = size - i < LINE_BYTES ? size - i : LINE_BYTES;
		int status = dump_line(dump, piece + i, count);

		if (status)
			return status;
	}
	return STATUS_DONE;
}

/* PIECE_SIZE is a multiple of a line, so that only the last one is short. */
static int dump_pieces(struct dump *dump, const struct range *range,
		       unsigned char *piece)
{
	uint64_t done = 0;

	while (done < range->length) {
		uint64_t left = range->length - done;
		size_t size = left < PIECE_SIZE ? (size_t)left : PIECE_SIZE;
		int status;

		if (cancel_signal())
			return report(STATUS_SIGNAL + cancel_signal(),
				      "cancelled: %s was printed up to offset "
				      "0x%" PRIx64,
				      dump->reader->area->name, dump->offset);
		status = reader_read(dump->reader, dump->offset, piece, size,
				     NULL);
		if (!status)
			status = dump_piece(dump, piece, size);
		if (status)
			return status;
		done += size;
	}
	return STATUS_DONE;
}

static int print_text(struct dump *dump, const struct range *range,
		      unsigned char *piece)
{
	int status = output_open(&dump->output, NULL);
	int flushed;

	if (!status) {
		status = dump_pieces(dump, range, piece);
		if (!status)
			dump->length += (size_t)sprintf(
				dump->text + dump->length, "%08" PRIx64 "\n",
				dump->offset);
		/* What was read before an error is worth seeing. */
		flushed = flush(dump);
		status = status ? status : flushed;
	}
	output_close(&dump->output);
	return status;
}

static int print_json(struct dump *dump, const struct range *range,
		      unsigned char *piece)
{
	const struct area *area = dump->reader->area;
	struct json *document = json_make_document();
	int status;

	dump->rows = json_make_array();
	status = dump_pieces(dump, range, piece);
	add_row(dump);
	json_set_string(document, "area", area->info.label);
	json_set_string(document, "chip", area->info.chip);
	json_set_number(document, "offset", range->offset);
	json_set_number(document, "length", range->length);
	json_set(document, "rows", dump->rows);
	if (!status)
		return json_print(document);
	json_free(document);
	return status;
}

static int dump_range(const struct reader *reader, const struct range *range,
		      bool json)
{
	unsigned char *piece = malloc(PIECE_SIZE);
	struct dump *dump = calloc(1, sizeof(*dump));
	int status;

	if (!piece || !dump) {
		status = report_failure(-ENOMEM, NULL, "cannot print %s",
					reader->area->name);
		goto out;
	}
	dump->reader = reader;
	dump->offset = range->offset;
	status = json ? print_json(dump, range, piece)
		      : print_text(dump, range, piece);
out:
	free(piece);
	free(dump);
	return status;
}

static int run(const struct context *context)
{
	const struct options *options = context->options;
	struct reader reader;
	struct range range;
	struct area area;
	int status = reader_open_operand(&reader, context, &area);

	if (!status)
		status = range_of_options(&area, reader.capacity, options,
					  &range);
	if (!status)
		status = dump_range(&reader, &range, options->json);
	reader_close(&reader);
	return status;
}

const struct command command_dump = {
	.name = "dump",
	.arguments = "AREA",
	.summary = "print an area in hexadecimal and as text",
	.details =
		"Print an area, or --length bytes of it from --offset on, 16 "
		"bytes a line:\n"
		"the offset in the area, the bytes in hexadecimal, and as "
		"text. Lines that repeat\n"
		"the one above are one *. The last line is the offset behind "
		"the last byte.",
	.operands = 1,
	.options = OPTIONS_RANGE | OPTIONS_SKIP_BAD,
	.run = run,
};
