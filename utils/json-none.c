// SPDX-License-Identifier: GPL-2.0-or-later
/* Options are refused before any of these is reached. */
#include "json.h"

#include <stddef.h>

#include "report.h"

bool json_is_supported(void)
{
	return false;
}

struct json *json_make_document(void)
{
	return NULL;
}

struct json *json_make_object(void)
{
	return NULL;
}

struct json *json_make_array(void)
{
	return NULL;
}

void json_set(struct json *object, const char *key, struct json *value)
{
	(void)object;
	(void)key;
	(void)value;
}

void json_set_string(struct json *object, const char *key, const char *text)
{
	(void)object;
	(void)key;
	(void)text;
}

void json_set_number(struct json *object, const char *key, uint64_t number)
{
	(void)object;
	(void)key;
	(void)number;
}

void json_set_known(struct json *object, const char *key, bool known,
		    uint64_t number)
{
	(void)object;
	(void)key;
	(void)known;
	(void)number;
}

void json_set_boolean(struct json *object, const char *key, bool value)
{
	(void)object;
	(void)key;
	(void)value;
}

void json_append(struct json *array, struct json *value)
{
	(void)array;
	(void)value;
}

void json_append_string(struct json *array, const char *text)
{
	(void)array;
	(void)text;
}

void json_free(struct json *document)
{
	(void)document;
}

int json_print(struct json *document)
{
	(void)document;
	return STATUS_USAGE;
}
