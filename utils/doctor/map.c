// SPDX-License-Identifier: GPL-2.0-or-later
/* What the library has found when it made the map. */
#include "doctor/doctor.h"

#include <string.h>

/* The check of its ends tells the same and more. */
static bool is_checked(const struct doctor *doctor,
		       const struct flashmap_finding *finding)
{
	if (strcmp(finding->code, "rest") != 0)
		return false;
	for (size_t i = 0; i < doctor->areas.count; i++) {
		const struct area *area = &doctor->areas.items[i];

		if (area->info.mtd == finding->mtd &&
		    doctor_knows_sectors(area))
			return true;
	}
	return false;
}

static int take_finding(const struct flashmap_finding *finding, void *user_data)
{
	struct doctor *doctor = user_data;

	if (!is_checked(doctor, finding))
		doctor_add_mtd(doctor, finding->code, finding->mtd,
			       finding->message);
	return 0;
}

int doctor_check_map(struct doctor *doctor)
{
	return flashmap_foreach_finding(doctor->context->map, take_finding,
					doctor);
}
