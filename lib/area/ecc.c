// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include "area/ecc.h"
#include "area/resolve.h"
#include "area/structure.h"

bool fm_ecc_size_suits(const struct flashmap_ecc *ecc, size_t ecc_size)
{
	return (ecc != NULL) == (ecc_size > 0);
}

void fm_ecc_fill(struct flashmap_ecc *ecc, size_t ecc_size,
		 const struct fm_ecc_result *result)
{
	const struct flashmap_ecc found = {
		.corrected = result->found.corrected,
		.failed = result->found.failed,
		.max_bitflips = result->found.max_bitflips,
		.known = result->told && !result->untold,
		.refresh_wanted = result->refresh_wanted,
	};

	if (ecc)
		fm_fill_structure(ecc, ecc_size, &found, sizeof(found));
}

int flashmap_area_read_ecc(const struct flash_area *fa, off_t off, void *dst,
			   size_t len, struct flashmap_ecc *ecc,
			   size_t ecc_size)
{
	struct fm_ecc_result result = { 0 };
	struct fm_target target;
	struct fm_range range;
	int rc;

	if (!fm_ecc_size_suits(ecc, ecc_size))
		return -EINVAL;
	rc = fm_resolve_range(fa, off, len, &target, &range);
	if (rc < 0)
		return rc;
	if (!dst && len > 0)
		return -EINVAL;
	rc = fm_chip_read(target.chip, target.window, &range, dst, &result);
	if (!rc || rc == -EBADMSG)
		fm_ecc_fill(ecc, ecc_size, &result);
	return rc;
}

int flashmap_area_get_ecc_statistics(const struct flash_area *fa,
				     struct flashmap_ecc_statistics *statistics,
				     size_t statistics_size)
{
	struct flashmap_ecc_statistics found = { 0 };
	struct fm_ecc_result result = { 0 };
	struct fm_ecc_state state;
	struct fm_target target;
	struct fm_range range;
	int rc;

	if (!fa || !statistics || statistics_size == 0)
		return -EINVAL;
	rc = fm_resolve_range(fa, 0, fa->fa_size, &target, &range);
	if (!rc)
		rc = fm_chip_get_ecc_state(target.chip, target.window, &range,
					   &state);
	if (rc < 0)
		return rc;
	fm_ecc_result_add(&result, true, &state.ability, &state.found);
	fm_ecc_fill(&found.found, sizeof(found.found), &result);
	found.strength = state.ability.strength;
	found.step_size = state.ability.step_size;
	found.bitflip_threshold = state.ability.bitflip_threshold;
	found.corrected = state.corrected;
	found.failed = state.failed;
	found.bad_blocks = state.bad_blocks;
	found.reserved_blocks = state.reserved_blocks;
	fm_fill_structure(statistics, statistics_size, &found, sizeof(found));
	return 0;
}
