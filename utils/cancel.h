/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals that ask to stop are taken between two sectors. */
#ifndef UTILS_CANCEL_H
#define UTILS_CANCEL_H

void cancel_start(void);
/* The signal that asked to stop, or 0. */
int cancel_signal(void);

#endif
