// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <inttypes.h>

#include "device/range.h"
#include "discover/chip-names.h"
#include "discover/chips.h"
#include "discover/devicetree.h"
#include "discover/discover.h"
#include "discover/procmtd.h"
#include "discover/sysfs.h"
#include "discover/tie.h"
#include "log.h"

/* What a person should know about one MTD. */
static int judge(struct fm_description *description, size_t index)
{
	const struct fm_mtd_description *mtd = &description->mtds[index];

	if (mtd->size == 0)
		return fm_description_add_finding(
			description, "empty", mtd->number,
			"mtd%d (\"%s\") has no bytes: the kernel gives size 0 "
			"to a partition that begins past the end of its chip",
			mtd->number, mtd->name);
	if (mtd->erase_size == 0)
		return fm_description_add_finding(
			description, "no-sectors", mtd->number,
			"mtd%d (\"%s\") has no erase size: it cannot be erased",
			mtd->number, mtd->name);
	if (!fm_range_aligned(mtd->size, 0, mtd->erase_size))
		return fm_description_add_finding(
			description, "rest", mtd->number,
			"mtd%d (\"%s\"): its size %#" PRIx64 " is not made of "
			"whole sectors of %#" PRIx64,
			mtd->number, mtd->name, mtd->size, mtd->erase_size);
	return 0;
}

static int scan(const struct fm_root *root, struct fm_description *description)
{
	int rc = fm_sysfs_scan(root, description);

	if (rc != -ENOENT)
		return rc;
	rc = fm_procmtd_scan(root, description);
	if (rc < 0 || description->mtd_count == 0)
		return rc;
	return fm_description_add_finding(
		description, "no-sysfs", FM_NO_MTD,
		"there is no sys/class/mtd: nothing tells where the MTDs lie "
		"on their chips");
}

static int report_no_mtd(void)
{
	fm_log(FLASHMAP_LOG_ERROR, "kernel", -ENODEV,
	       "there is neither sys/class/mtd nor proc/mtd: the kernel has no "
	       "MTD");
	return -ENODEV;
}

int fm_discover_mtds(const struct fm_root *root,
		     struct fm_description *description)
{
	int rc = scan(root, description);

	if (rc == -ENOENT)
		return report_no_mtd();
	return rc < 0 ? rc : fm_chips_find(description);
}

int fm_discover(const struct fm_root *root, const char *devicetree,
		struct fm_description *description)
{
	int rc = scan(root, description);

	if (rc == -ENOENT && !devicetree)
		return report_no_mtd();
	if (rc < 0 && rc != -ENOENT)
		return rc;
	rc = fm_chips_place(description);
	if (!rc)
		rc = fm_devicetree_read(root, devicetree, description);
	if (!rc)
		rc = fm_tie(description);
	if (!rc)
		rc = fm_chips_name(description);
	for (size_t i = 0; i < description->mtd_count && !rc; i++)
		rc = judge(description, i);
	return rc;
}
