// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "map/conf-entry.h"

/* More than any line has: a keyword, a label, and four keys. */
#define FIELD_LIMIT 8
/* A file that is something else is not told line by line. */
#define MISTAKE_LIMIT 100

int fm_conf_mistake(struct fm_conf_parser *parser, const char *format, ...)
{
	char what[320];
	va_list arguments;

	va_start(arguments, format);
	if (vsnprintf(what, sizeof(what), format, arguments) < 0)
		what[0] = '\0';
	va_end(arguments);
	fm_log(FLASHMAP_LOG_ERROR, parser->file, -EINVAL, "%s:%u: %s",
	       parser->file, parser->line, what);
	parser->mistakes++;
	return -EINVAL;
}

/* Cuts a line into its fields, in place, up to a comment. */
static int split(struct fm_conf_parser *parser, char *line, char **fields,
		 size_t *count)
{
	char *rest = line, *field;

	*count = 0;
	while ((field = strtok_r(rest, " \t", &rest))) {
		if (*field == '#')
			return 0;
		if (strpbrk(field, "#\""))
			return fm_conf_mistake(
				parser,
				"%.64s: a # in a field is written "
				"\\043, a quotation mark \\042",
				field);
		if (*count == FIELD_LIMIT)
			return fm_conf_mistake(parser, "too many fields");
		fields[(*count)++] = field;
	}
	return 0;
}

/* -EINVAL for what is in no text that was meant. */
static int check_bytes(struct fm_conf_parser *parser, const char *line,
		       size_t length)
{
	if (length > FM_CONF_LINE_LIMIT)
		return fm_conf_mistake(parser,
				       "the line is longer than %d bytes",
				       FM_CONF_LINE_LIMIT);
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)line[i];

		if (byte == '\0')
			return fm_conf_mistake(parser, "a NUL byte");
		if (byte == '\r')
			return fm_conf_mistake(
				parser, "a carriage return; a line ends with a "
					"line feed alone");
		if ((byte < ' ' && byte != '\t') || byte == 0x7f)
			return fm_conf_mistake(
				parser,
				"a control character, 0x%02x; in a "
				"label it is written \\%03o",
				byte, byte);
	}
	return 0;
}

static int parse_line(struct fm_conf_parser *parser, const char *text,
		      size_t length)
{
	char line[FM_CONF_LINE_LIMIT + 1];
	char *fields[FIELD_LIMIT];
	size_t count;
	int rc = check_bytes(parser, text, length);

	if (rc < 0)
		return rc;
	memcpy(line, text, length);
	line[length] = '\0';
	rc = split(parser, line, fields, &count);
	if (rc < 0 || count == 0)
		return rc;
	return fm_conf_parse_entry(parser, fields, count);
}

static int parse_lines(struct fm_conf_parser *parser, const char *text,
		       size_t size)
{
	while (size > 0) {
		const char *end = memchr(text, '\n', size);
		size_t length = end ? (size_t)(end - text) : size;
		size_t used = end ? length + 1 : length;

		parser->line++;
		if (parse_line(parser, text, length) == -ENOMEM)
			return -ENOMEM;
		if (parser->mistakes == MISTAKE_LIMIT)
			return fm_conf_mistake(parser,
					       "too many mistakes; the rest "
					       "is not looked at");
		text += used;
		size -= used;
	}
	return parser->mistakes ? -EINVAL : 0;
}

int fm_conf_parse(struct fm_conf *conf, const char *file, const char *text,
		  size_t size)
{
	struct fm_conf_parser parser = { .conf = conf, .file = file };
	int rc;

	conf->file = strdup(file);
	rc = conf->file ? parse_lines(&parser, text, size) : -ENOMEM;
	if (rc < 0)
		fm_conf_destroy(conf);
	return rc;
}
