/* SPDX-License-Identifier: BSD-2-Clause */
/* What a fuzz target gives: libFuzzer runs it, or driver.c where that is not
 * there. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Ends with abort() if what must hold for every input does not. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* For driver.c: the folder below tests/fuzz that has the seeds, and words that
 * mean something; ends with NULL. */
extern const char fuzz_name[];
extern const char *const fuzz_words[];

#endif /* TESTS_FUZZ_H */
