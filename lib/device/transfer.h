/* SPDX-License-Identifier: BSD-2-Clause */
/* Positional input and output in full: signals and short counts end here. */
#ifndef FM_DEVICE_TRANSFER_H
#define FM_DEVICE_TRANSFER_H

#include <stddef.h>
#include <stdint.h>

/* *done says how far it came. Negative errno; -EIO where nothing comes. */
int fm_transfer_read(int fd, uint64_t offset, void *data, size_t length,
		     size_t *done);
int fm_transfer_write(int fd, uint64_t offset, const void *data, size_t length,
		      size_t *done);

#endif /* FM_DEVICE_TRANSFER_H */
