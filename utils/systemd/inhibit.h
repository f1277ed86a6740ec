/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine shall not go down while flash is being changed. */
#ifndef UTILS_SYSTEMD_INHIBIT_H
#define UTILS_SYSTEMD_INHIBIT_H

#include "area.h"

/* what is "write" or the like. Where it cannot be had, all goes on. */
void inhibit_start(const struct area *area, const char *what);
void inhibit_end(void);

#endif
