// SPDX-License-Identifier: GPL-2.0-or-later
/* The generated header: C and C++, 0BSD, the same for the same map. */
#include "header/header.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/version.h>

#include "header/macros.h"

/* Nothing in here may end a comment, begin one or turn text around. */
static void print_in_comment(FILE *out, const char *text)
{
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte < ' ' || byte > '~' || strchr("*?\\\"", byte))
			fprintf(out, "\\x%02x", byte);
		else
			fputc(byte, out);
	}
}

/* Octal, which unlike hexadecimal ends after three digits. */
static void print_string(FILE *out, const char *text)
{
	if (!text) {
		fputs("NULL", out);
		return;
	}
	fputc('"', out);
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte < ' ' || byte > '~' || strchr("?\\\"", byte))
			fprintf(out, "\\%03o", byte);
		else
			fputc(byte, out);
	}
	fputc('"', out);
}

/* An int where it fits, else signed too: sums of offsets must not wrap. */
static void print_number(FILE *out, uint64_t number)
{
	fprintf(out, "0x%" PRIx64 "%s", number, number > INT_MAX ? "LL" : "");
}

static void print_head(FILE *out, const struct header *header)
{
	fputs("/* SPDX-License-Identifier: 0BSD */\n"
	      "/*\n"
	      " * Flash areas as constants, made from ",
	      out);
	print_in_comment(out, header->source);
	fprintf(out,
		"\n"
		" * by flashmap header, version %s. Not to be edited: make it "
		"again.\n",
		flashmap_version());
	fputs(header_text_about, out);
	if (header->with_node_labels)
		fputs(header_text_about_nodes, out);
	fputs(" */\n", out);
}

static const char *prefix_of(enum header_kind kind)
{
	return kind == HEADER_LABEL ? "FLASHMAP_LABEL" : "FLASHMAP_NODE";
}

static void define(FILE *out, const struct header_name *name,
		   const char *member)
{
	fprintf(out, "#define %s_%s_%s ", prefix_of(name->kind), member,
		name->name);
}

static void print_values(FILE *out, const struct header_name *name)
{
	const struct flash_area *fa = name->area->fa;

	define(out, name, "EXISTS");
	fputs("1\n", out);
	define(out, name, "ID");
	fprintf(out, "%u\n", fa->fa_id);
	define(out, name, "OFFSET");
	if (name->area->info.offset_known)
		print_number(out, (uint64_t)fa->fa_off);
	else
		fputs("FLASHMAP_REFUSE(THE_OFFSET_IS_NOT_KNOWN)", out);
	fputc('\n', out);
	define(out, name, "SIZE");
	print_number(out, fa->fa_size);
	fputc('\n', out);
	if (name->kind == HEADER_LABEL) {
		define(out, name, "STR");
		print_string(out, name->text);
		fputc('\n', out);
	}
}

/* What is there but has no constant shall not be taken for missing. */
static void print_refusal(FILE *out, const struct header_name *name)
{
	fprintf(out, "/* Not here: %s ",
		name->kind == HEADER_LABEL ? "label" : "node label");
	print_in_comment(out, name->text);
	fprintf(out, ": %s */\n", header_reason(name));
	if (name->state == HEADER_NO_IDENTIFIER)
		return;
	define(out, name, "EXISTS");
	fputs(name->state == HEADER_SEVERAL ? "2\n" : "3\n", out);
}

static void print_area(FILE *out, const struct header *header,
		       const struct area *area)
{
	const struct flash_area *fa = area->fa;

	if (fa->fa_id == FLASH_AREA_ID_NONE)
		fputs("\n/* An area without id, not here: ", out);
	else
		fprintf(out, "\n/* Area %u: ", fa->fa_id);
	print_in_comment(out, area->name);
	fprintf(out, ", 0x%zx bytes at ", fa->fa_size);
	if (area->info.offset_known)
		fprintf(out, "0x%" PRIx64, (uint64_t)fa->fa_off);
	else
		fputs("an unknown offset", out);
	fputs(" of ", out);
	print_in_comment(out, area->info.chip ? area->info.chip : "no chip");
	fputs(" */\n", out);
	for (size_t i = 0; i < header->name_count; i++) {
		const struct header_name *name = &header->names[i];

		if (name->area != area || name->state == HEADER_AGAIN)
			continue;
		if (name->state == HEADER_USED)
			print_values(out, name);
		else
			print_refusal(out, name);
	}
}

static size_t count_expected(const struct header *header)
{
	size_t count = 0;

	for (size_t i = 0; i < header->area_count; i++)
		if (header->areas[i].fa->fa_id != FLASH_AREA_ID_NONE)
			count++;
	return count;
}

static void print_rows(FILE *out, const struct header *header)
{
	for (size_t i = 0; i < header->area_count; i++) {
		const struct flash_area *fa = header->areas[i].fa;

		if (fa->fa_id == FLASH_AREA_ID_NONE)
			continue;
		fputs("\t{ ", out);
		print_string(out, fa->fa_label);
		fputs(", ", out);
		print_number(out, (uint64_t)fa->fa_off);
		fputs(", ", out);
		print_number(out, fa->fa_size);
		fprintf(out, ", %u },\n", fa->fa_id);
	}
}

/*
 * The names of the table have a hash of the map in them: objects with one
 * header share it, and objects with headers of two maps do not.
 */
static void print_expectation(FILE *out, const struct header *header,
			      uint64_t hash)
{
	size_t count = count_expected(header);

	if (count == 0)
		return;
	fprintf(out, header_text_table_begin, hash, count, hash, count);
	print_rows(out, header);
	fprintf(out, header_text_table_end, hash, hash);
	print_string(out, header->source);
	fprintf(out, header_text_register, hash, count, hash, hash, hash, hash);
}

/* FNV-1a. */
static uint64_t hash_text(const char *text)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
	return hash;
}

/* All that makes one map another one. */
static char *make_body(const struct header *header)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < header->area_count; i++)
		print_area(out, header, &header->areas[i]);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static void print_all(FILE *out, const struct header *header, const char *body)
{
	uint64_t hash = hash_text(body) ^ hash_text(header->source);

	print_head(out, header);
	fprintf(out, header_text_begin, hash);
	fputs(body, out);
	header_print_macros(out, header->with_node_labels);
	print_expectation(out, header, hash);
	fprintf(out, header_text_end, hash);
}

char *header_text(const struct header *header, size_t *size)
{
	char *body = make_body(header);
	char *text = NULL;
	FILE *out;

	if (!body)
		return NULL;
	out = open_memstream(&text, size);
	if (out) {
		print_all(out, header, body);
		if (fclose(out)) {
			free(text);
			text = NULL;
		}
	}
	free(body);
	return text;
}
