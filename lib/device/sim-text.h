/* SPDX-License-Identifier: BSD-2-Clause */
/* The state of a simulated chip as a text, and back. */
#ifndef FM_DEVICE_SIM_TEXT_H
#define FM_DEVICE_SIM_TEXT_H

#include <stddef.h>

#include "device/sim-private.h"

/* Of the first line. */
#define FM_SIM_TEXT_TITLE "flashmap simulator state 1"
/* Far more than any chip's has. */
#define FM_SIM_TEXT_LIMIT (256 << 20)

/* The text, the caller's to free; of length 0 if it says nothing. -ENOMEM. */
int fm_sim_make_text(const struct fm_sim *sim, char **data, size_t *length);

/*
 * Into a chip that was reset; the text is changed. -EINVAL, and why, if it is
 * damaged or of another chip, which then is to be reset again. -ENOMEM.
 */
int fm_sim_parse_text(struct fm_sim *sim, char *text, const char **why);

/* Of a text that ends with its last line. */
uint64_t fm_sim_text_sum(const char *text, size_t length);
/* The second line: what chip it is of; the caller's to free. */
char *fm_sim_text_chip(const struct fm_sim *sim);

#endif /* FM_DEVICE_SIM_TEXT_H */
