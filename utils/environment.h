/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UTILS_ENVIRONMENT_H
#define UTILS_ENVIRONMENT_H

/*
 * A parameter of the map from the environment, or NULL; as the library takes
 * it for its default map. environment-none.c is for a product that wants none.
 */
const char *environment_get(const char *name);
/* The same without a warning. */
const char *environment_peek(const char *name);

#endif
