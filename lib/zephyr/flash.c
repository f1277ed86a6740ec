// SPDX-License-Identifier: BSD-2-Clause
/* Input and output of a device. */

#include <errno.h>

#include <zephyr/drivers/flash.h>

#include "zephyr/target.h"

FM_GENERIC_NAME int flash_read(const struct device *dev, off_t offset,
			       void *data, size_t len)
{
	const struct fm_device *device;
	struct fm_range range;
	int rc = fm_find_device_range(dev, offset, len, &device, &range);

	if (rc < 0)
		return rc;
	if (!data && len > 0)
		return -EINVAL;
	return fm_chip_read(device->chip, device->window, &range, data, NULL);
}

FM_GENERIC_NAME int flash_write(const struct device *dev, off_t offset,
				const void *data, size_t len)
{
	const struct fm_device *device;
	struct fm_range range;
	int rc = fm_find_device_range(dev, offset, len, &device, &range);

	if (rc < 0)
		return rc;
	if (!data && len > 0)
		return -EINVAL;
	return fm_chip_write(device->chip, device->window, &range, data, NULL);
}

FM_GENERIC_NAME int flash_erase(const struct device *dev, off_t offset,
				size_t size)
{
	const struct fm_device *device;
	struct fm_range range;
	int rc = fm_find_device_range(dev, offset, size, &device, &range);

	if (!rc)
		rc = fm_chip_erase(device->chip, device->window, &range, NULL);
	return rc == -ENOTSUP ? -ENOSYS : rc;
}

FM_GENERIC_NAME int flash_fill(const struct device *dev, uint8_t val,
			       off_t offset, size_t size)
{
	const struct fm_device *device;
	struct fm_range range;
	int rc = fm_find_device_range(dev, offset, size, &device, &range);

	if (rc < 0)
		return rc;
	return fm_chip_fill(device->chip, device->window, &range, val);
}

FM_GENERIC_NAME int flash_flatten(const struct device *dev, off_t offset,
				  size_t size)
{
	const struct fm_device *device;
	struct fm_range range;
	int rc = fm_find_device_range(dev, offset, size, &device, &range);

	if (!rc)
		rc = fm_chip_flatten(device->chip, device->window, &range);
	return rc == -ENOTSUP ? -ENOSYS : rc;
}

/* A range of a device as a place on its chip. */
static int find_place(const struct device *dev, off_t offset, off_t size,
		      struct fm_place *place)
{
	const struct fm_device *device;
	int rc = fm_find_device_range(dev, offset, (uint64_t)size, &device,
				      &place->range);

	if (rc < 0)
		return rc;
	place->chip = device->chip;
	place->window = device->window;
	return 0;
}

FM_GENERIC_NAME int flash_copy(const struct device *src_dev, off_t src_offset,
			       const struct device *dst_dev, off_t dst_offset,
			       off_t size, uint8_t *buf, size_t buf_size)
{
	struct fm_place from, to;
	int rc;

	/* What no device can have is told before the devices are looked at. */
	if (size < 0 || !buf || buf_size == 0 ||
	    !fm_range_inside(INT64_MAX, src_offset, (uint64_t)size) ||
	    !fm_range_inside(INT64_MAX, dst_offset, (uint64_t)size))
		return -EINVAL;
	rc = find_place(src_dev, src_offset, size, &from);
	if (!rc)
		rc = find_place(dst_dev, dst_offset, size, &to);
	return rc < 0 ? rc : fm_chip_copy(&from, &to, buf, buf_size);
}
