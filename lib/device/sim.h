/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A simulated NOR chip as a medium, in memory or in a file that holds its
 * content alone. Stricter than hardware: what a chip would silently get wrong
 * is -EIO here, and changes nothing.
 */
#ifndef FM_DEVICE_SIM_H
#define FM_DEVICE_SIM_H

#include <stdint.h>

#include <flashmap/sim.h>

#include "device/medium.h"

struct fm_sim_parameters {
	/* For the log; the caller's, must outlive the medium. */
	const char *name;
	/* Copied; NULL for memory. */
	const char *file;
	uint64_t size;
	uint64_t erase_size;
	uint32_t write_size;
	/* 0xff or 0x00. */
	uint8_t erased_value;
};

/*
 * -EINVAL if the sizes do not fit each other or the erased value is neither,
 * -EFBIG if the memory cannot hold it, -ENOMEM.
 */
int fm_sim_new(const struct fm_sim_parameters *parameters,
	       struct fm_medium **medium);

void fm_sim_set_log(struct fm_medium *medium, flashmap_sim_log_fn log,
		    void *user_data);

/* -EINVAL if offset is past the end. */
int fm_sim_get_erase_count(struct fm_medium *medium, uint64_t offset,
			   uint32_t *count);

#endif /* FM_DEVICE_SIM_H */
