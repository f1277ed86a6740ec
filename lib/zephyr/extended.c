// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include <zephyr/drivers/flash.h>

#include "zephyr/target.h"

/* A program may have its off_t anywhere. */
static int find_block(const struct device *dev, uintptr_t in,
		      const struct fm_device **device, struct fm_range *first)
{
	off_t offset;

	if (!in)
		return -EINVAL;
	memcpy(&offset, (const void *)in, sizeof(offset));
	return fm_find_device_range(dev, offset, 1, device, first);
}

static int ask_bad(const struct device *dev, uintptr_t in, void *out)
{
	const struct fm_device *device;
	enum flash_block_status status;
	struct fm_range first;
	int rc;

	if (!out)
		return -EINVAL;
	rc = find_block(dev, in, &device, &first);
	if (!rc)
		rc = fm_chip_is_bad(device->chip, device->window, first.offset);
	if (rc < 0)
		return rc;
	status = rc ? FLASH_BLOCK_BAD : FLASH_BLOCK_GOOD;
	memcpy(out, &status, sizeof(status));
	return 0;
}

static int mark_bad(const struct device *dev, uintptr_t in)
{
	const struct fm_device *device;
	struct fm_range first, whole;
	int rc = find_block(dev, in, &device, &first);

	if (rc < 0)
		return rc;
	whole = fm_whole_device(device);
	return fm_chip_mark_bad(device->chip, device->window, &whole,
				first.offset);
}

FM_GENERIC_NAME int flash_ex_op(const struct device *dev, uint16_t code,
				const uintptr_t in, void *out)
{
	if (!fm_find_device(dev))
		return -ENODEV;
	switch (code) {
	case FLASH_EX_OP_IS_BAD_BLOCK:
		return ask_bad(dev, in, out);
	case FLASH_EX_OP_MARK_BAD_BLOCK:
		return mark_bad(dev, in);
	default:
		return -ENOTSUP;
	}
}
