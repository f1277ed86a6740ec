/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading an MTD with the truth about its data, in the best way there is. */
#ifndef FM_DEVICE_ECC_READ_H
#define FM_DEVICE_ECC_READ_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "device/ecc.h"
#include "device/geometry.h"

struct fm_ecc_reader {
	/* The chip's, held while counters are compared; may be NULL. */
	pthread_mutex_t *lock;
	/* What the kernel or the driver turned out not to have. */
	atomic_bool no_memread;
	atomic_bool no_counters;
};

void fm_ecc_reader_init(struct fm_ecc_reader *reader, pthread_mutex_t *lock);

/*
 * At most one sector. Adds to *found; -EBADMSG, with all data, if something
 * could not be corrected; else the kernel's negative errno.
 */
int fm_ecc_read(struct fm_ecc_reader *reader, int fd,
		const struct fm_geometry *geometry, uint64_t offset, void *data,
		size_t length, struct fm_ecc_found *found);

#endif /* FM_DEVICE_ECC_READ_H */
