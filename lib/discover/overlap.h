/* SPDX-License-Identifier: BSD-2-Clause */
/* Partitions of the device tree that damage each other. */
#ifndef FM_DISCOVER_OVERLAP_H
#define FM_DISCOVER_OVERLAP_H

#include "discover/description.h"

/* Each that overlaps another one in part becomes a finding. -ENOMEM. */
int fm_report_overlaps(struct fm_description *description);

#endif /* FM_DISCOVER_OVERLAP_H */
