/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The JSON document of a command. json.c makes it with json-c; json-none.c
 * stands in where that is missing.
 *
 * Setting hands a value over to its parent. Running out of memory shows at
 * json_print(), so that nothing in between needs a check.
 */
#ifndef UTILS_JSON_H
#define UTILS_JSON_H

#include <stdbool.h>
#include <stdint.h>

struct json;

bool json_is_supported(void);

/* An object with "schema". */
struct json *json_make_document(void);
struct json *json_make_object(void);
struct json *json_make_array(void);

void json_set(struct json *object, const char *key, struct json *value);
/* NULL is null. */
void json_set_string(struct json *object, const char *key, const char *text);
void json_set_number(struct json *object, const char *key, uint64_t number);
/* null if the number is not known. */
void json_set_known(struct json *object, const char *key, bool known,
		    uint64_t number);
void json_set_boolean(struct json *object, const char *key, bool value);
void json_append(struct json *array, struct json *value);
void json_append_string(struct json *array, const char *text);

void json_free(struct json *document);
/* Print a document on stdout and free it; returns the exit status. */
int json_print(struct json *document);

#endif
