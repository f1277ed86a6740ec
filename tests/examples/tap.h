/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Test cases as TAP lines, and a simulated map of a device tree. What the
 * examples print themselves goes nowhere.
 */
#ifndef TAP_H
#define TAP_H

#include <stdbool.h>

#include <flashmap/map.h>

/* Once, before all others. */
void tap_begin(void);

/* One line: the case is passed. */
void tap_case(bool passed, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A comment, for a case that fails next. */
void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The plan. The program's status. */
int tap_end(void);

/* A map of chips in memory; ends the program if there can be none. */
struct flashmap *simulated(const char *devicetree);

/* Ends the program unless err is 0: for what is no subject of the test. */
void must(int err);

#endif /* TAP_H */
