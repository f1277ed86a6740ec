// SPDX-License-Identifier: BSD-2-Clause

#include "device/ecc.h"

void fm_ecc_add(struct fm_ecc_found *sum, const struct fm_ecc_found *found)
{
	sum->corrected += found->corrected;
	sum->failed += found->failed;
	if (found->max_bitflips > sum->max_bitflips)
		sum->max_bitflips = found->max_bitflips;
}

bool fm_ecc_wants_refresh(const struct fm_ecc_ability *ability,
			  const struct fm_ecc_found *found)
{
	if (found->failed > 0)
		return true;
	return ability->bitflip_threshold > 0 &&
	       found->max_bitflips >= ability->bitflip_threshold;
}

void fm_ecc_result_add(struct fm_ecc_result *result, bool has_ecc,
		       const struct fm_ecc_ability *ability,
		       const struct fm_ecc_found *found)
{
	if (has_ecc && !found->untold)
		result->told = true;
	else
		result->untold = true;
	fm_ecc_add(&result->found, found);
	if (fm_ecc_wants_refresh(ability, found))
		result->refresh_wanted = true;
}
