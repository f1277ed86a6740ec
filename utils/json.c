// SPDX-License-Identifier: GPL-2.0-or-later
#include "json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "format.h"
#include "report.h"

#define SCHEMA 1

static bool out_of_memory;

bool json_is_supported(void)
{
	return true;
}

static struct json *checked(struct json_object *value)
{
	if (!value)
		out_of_memory = true;
	return (struct json *)value;
}

static struct json_object *unwrap(struct json *value)
{
	return (struct json_object *)value;
}

struct json *json_make_document(void)
{
	struct json *document = json_make_object();

	json_set_number(document, "schema", SCHEMA);
	return document;
}

struct json *json_make_object(void)
{
	return checked(json_object_new_object());
}

struct json *json_make_array(void)
{
	return checked(json_object_new_array());
}

void json_set(struct json *object, const char *key, struct json *value)
{
	if (object &&
	    json_object_object_add(unwrap(object), key, unwrap(value)) == 0)
		return;
	out_of_memory = true;
	json_object_put(unwrap(value));
}

/*
 * JSON is UTF-8. json-c escapes control characters; what is no UTF-8 becomes
 * the four characters \xNN, as in text output.
 */
static char *valid_text(const char *text)
{
	char *valid = malloc(4 * strlen(text) + 1);
	char *end = valid;

	if (!valid)
		return NULL;
	while (*text) {
		size_t length = format_character(text);

		if (length == 0 && (unsigned char)*text >= 0x80) {
			end += sprintf(end, "\\x%02x", (unsigned char)*text);
			text++;
			continue;
		}
		if (length == 0)
			length = 1;
		memcpy(end, text, length);
		end += length;
		text += length;
	}
	*end = '\0';
	return valid;
}

static struct json *make_string(const char *text)
{
	char *valid = valid_text(text);
	struct json *value;

	if (!valid)
		return checked(NULL);
	value = checked(json_object_new_string(valid));
	free(valid);
	return value;
}

void json_set_string(struct json *object, const char *key, const char *text)
{
	json_set(object, key, text ? make_string(text) : NULL);
}

void json_append_string(struct json *array, const char *text)
{
	json_append(array, make_string(text));
}

void json_set_number(struct json *object, const char *key, uint64_t number)
{
	json_set(object, key, checked(json_object_new_uint64(number)));
}

void json_set_known(struct json *object, const char *key, bool known,
		    uint64_t number)
{
	if (known)
		json_set_number(object, key, number);
	else
		json_set(object, key, NULL);
}

void json_set_boolean(struct json *object, const char *key, bool value)
{
	json_set(object, key, checked(json_object_new_boolean(value)));
}

void json_append(struct json *array, struct json *value)
{
	if (array && value &&
	    json_object_array_add(unwrap(array), unwrap(value)) == 0)
		return;
	out_of_memory = true;
	json_object_put(unwrap(value));
}

void json_free(struct json *document)
{
	json_object_put(unwrap(document));
}

int json_print(struct json *document)
{
	const int flags = JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
			  JSON_C_TO_STRING_NOSLASHESCAPE;
	const char *text = NULL;

	if (!out_of_memory)
		text = json_object_to_json_string_ext(unwrap(document), flags);
	if (text)
		puts(text);
	json_object_put(unwrap(document));
	if (!text)
		return report_failure(-ENOMEM, NULL,
				      "cannot make the JSON document");
	return STATUS_DONE;
}
