/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading where ECC results show only in counters, which all readers of a
 * chip share: what they tell is read again, and only what repeats is believed.
 */
#ifndef FM_DEVICE_COUNTED_READ_H
#define FM_DEVICE_COUNTED_READ_H

#include <stddef.h>
#include <stdint.h>

#include "device/ecc.h"

/* A device that counts; its functions return 0 or a negative errno. */
struct fm_counted_device {
	int (*read)(void *context, uint64_t offset, void *data, size_t length);
	int (*count)(void *context, struct fm_ecc_counters *counters);
	void *context;
	/* What is read and corrected as one, in bytes. */
	uint32_t page_size;
	/* Flips that make data be rewritten; 0 if that is unknown. */
	uint32_t bitflip_threshold;
};

/*
 * Reads, and adds what was found; max_bitflips is never too small. -EBADMSG,
 * with all data, if something could not be corrected. Readers of this process
 * have to take turns.
 */
int fm_counted_read(const struct fm_counted_device *device, uint64_t offset,
		    void *data, size_t length, struct fm_ecc_found *found);

#endif /* FM_DEVICE_COUNTED_READ_H */
