/* SPDX-License-Identifier: BSD-2-Clause */
/* What error correction says. */
#ifndef FM_DEVICE_ECC_H
#define FM_DEVICE_ECC_H

#include <stdbool.h>
#include <stdint.h>

/* What a medium can correct, and from when on data should be rewritten. */
struct fm_ecc_ability {
	/* Bits in one step of so many bytes; 0 if it corrects none. */
	uint32_t strength;
	uint32_t step_size;
	/* 0 if unknown. */
	uint32_t bitflip_threshold;
};

/* What was found in data that was read; each read adds to it. */
struct fm_ecc_found {
	/* Bits. */
	uint64_t corrected;
	/* Steps that could not be corrected. */
	uint64_t failed;
	/* In one step; the most there can be where only sums are told. */
	uint32_t max_bitflips;
	/* The medium should have told, and could not. */
	bool untold;
};

/* What a whole range of a chip comes to. */
struct fm_ecc_result {
	struct fm_ecc_found found;
	/* Something told, and something did not. */
	bool told;
	bool untold;
	bool refresh_wanted;
};

/* What the kernel counted, of all readers, since it found the device. */
struct fm_ecc_counters {
	uint32_t corrected;
	uint32_t failed;
	uint32_t bad_blocks;
	/* For the table of bad blocks. */
	uint32_t reserved_blocks;
};

void fm_ecc_add(struct fm_ecc_found *sum, const struct fm_ecc_found *found);

/* Whether what was found says that the data should be written anew. */
bool fm_ecc_wants_refresh(const struct fm_ecc_ability *ability,
			  const struct fm_ecc_found *found);

/* has_ecc: of the medium that the data came from. */
void fm_ecc_result_add(struct fm_ecc_result *result, bool has_ecc,
		       const struct fm_ecc_ability *ability,
		       const struct fm_ecc_found *found);

#endif /* FM_DEVICE_ECC_H */
