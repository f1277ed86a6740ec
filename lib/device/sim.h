/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A simulated chip as a medium, in memory or in a file that holds its content
 * alone. Stricter than hardware: what a chip would silently get wrong is -EIO
 * here, and changes nothing.
 */
#ifndef FM_DEVICE_SIM_H
#define FM_DEVICE_SIM_H

#include <stddef.h>
#include <stdint.h>

#include <flashmap/sim.h>

#include "device/medium.h"

struct fm_sim_parameters {
	/* For the log; the caller's, must outlive the medium. */
	const char *name;
	/* "nor", "nand" or "ram"; NULL for "nor". */
	const char *type;
	/* Copied; NULL for memory. */
	const char *file;
	uint64_t size;
	uint64_t erase_size;
	uint32_t write_size;
	/* 0xff or 0x00. */
	uint8_t erased_value;

	/* NAND only. */
	uint32_t oob_size;
	struct fm_ecc_ability ecc;
	/* Blocks that are bad from the start, by number. */
	const uint32_t *bad_blocks;
	size_t bad_block_count;
};

/*
 * -EINVAL if the type is none of those, the sizes do not fit it or each other,
 * the erased value is neither, or a bad block is past the end; -EFBIG if the
 * memory cannot hold it; -ENOMEM.
 */
int fm_sim_new(const struct fm_sim_parameters *parameters,
	       struct fm_medium **medium);

/*
 * What <flashmap/sim.h> says of the function of the same name; all but the
 * log also say what opening the content does.
 */
void fm_sim_set_log(struct fm_medium *medium, flashmap_sim_log_fn log,
		    void *user_data);
int fm_sim_get_erase_count(struct fm_medium *medium, uint64_t offset,
			   uint32_t *count);
int fm_sim_set_bad(struct fm_medium *medium, uint64_t offset, bool bad);
int fm_sim_set_weak(struct fm_medium *medium, uint64_t offset,
		    enum flashmap_sim_kind kind, uint32_t nth, bool for_good);
int fm_sim_set_bitflips(struct fm_medium *medium, uint64_t offset,
			uint32_t bits);
int fm_sim_set_stuck_bit(struct fm_medium *medium, uint64_t offset,
			 unsigned int bit, enum flashmap_sim_stuck stuck);
int fm_sim_set_locks(struct fm_medium *medium, unsigned int flags,
		     uint32_t unlock_sectors);
int fm_sim_get_operation_count(struct fm_medium *medium, uint64_t *count);
int fm_sim_cut_power(struct fm_medium *medium, uint64_t operation,
		     enum flashmap_sim_cut cut);
int fm_sim_restore_power(struct fm_medium *medium);
int fm_sim_set_seed(struct fm_medium *medium, uint64_t seed);
int fm_sim_copy(struct fm_medium *from, struct fm_medium *to);

#endif /* FM_DEVICE_SIM_H */
