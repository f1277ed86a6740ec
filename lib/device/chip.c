// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device/chip.h"

void fm_chip_init(struct fm_chip *chip)
{
	memset(chip, 0, sizeof(*chip));
	pthread_mutex_init(&chip->lock, NULL);
	pthread_mutex_init(&chip->ecc_lock, NULL);
}

void fm_chip_destroy(struct fm_chip *chip)
{
	for (size_t i = 0; i < chip->window_count; i++) {
		struct fm_medium *medium = chip->windows[i].medium;

		medium->operations->destroy(medium);
	}
	free(chip->windows);
	free(chip->protected_ranges);
	fm_used_ranges_free(&chip->used);
	pthread_mutex_destroy(&chip->ecc_lock);
	pthread_mutex_destroy(&chip->lock);
}

int fm_chip_add_window(struct fm_chip *chip, const struct fm_range *range,
		       struct fm_medium *medium)
{
	struct fm_window *windows;
	uint64_t end;

	windows = reallocarray(chip->windows, chip->window_count + 1,
			       sizeof(*windows));
	if (!windows || !fm_range_add(range->offset, range->size, &end)) {
		medium->operations->destroy(medium);
		if (windows)
			chip->windows = windows;
		return windows ? -EINVAL : -ENOMEM;
	}
	chip->windows = windows;
	chip->windows[chip->window_count].range = *range;
	chip->windows[chip->window_count].medium = medium;
	chip->window_count++;
	if (end > chip->extent)
		chip->extent = end;
	return 0;
}

int fm_chip_protect(struct fm_chip *chip, const struct fm_range *range)
{
	struct fm_range *ranges;

	ranges = reallocarray(chip->protected_ranges, chip->protected_count + 1,
			      sizeof(*ranges));
	if (!ranges)
		return -ENOMEM;
	chip->protected_ranges = ranges;
	chip->protected_ranges[chip->protected_count++] = *range;
	return 0;
}

const struct fm_window *fm_chip_find_window(const struct fm_chip *chip,
					    const struct fm_range *range)
{
	const struct fm_window *smallest = NULL;

	for (size_t i = 0; i < chip->window_count; i++) {
		const struct fm_window *window = &chip->windows[i];

		if (!fm_range_contains(&window->range, range))
			continue;
		if (!smallest || window->range.size < smallest->range.size)
			smallest = window;
	}
	return smallest;
}

int fm_window_geometry(const struct fm_window *window,
		       const struct fm_geometry **geometry)
{
	return window->medium->operations->get_geometry(window->medium,
							geometry);
}

bool fm_chip_is_protected(const struct fm_chip *chip,
			  const struct fm_range *range)
{
	for (size_t i = 0; i < chip->protected_count; i++)
		if (fm_range_overlaps(&chip->protected_ranges[i], range))
			return true;
	return false;
}

int fm_chip_release(struct fm_chip *chip)
{
	int result = 0;

	/* Whoever mounts something meanwhile is to be seen. */
	atomic_store(&chip->used_known, false);
	for (size_t i = 0; i < chip->window_count; i++) {
		struct fm_medium *medium = chip->windows[i].medium;
		int rc = medium->operations->release(medium);

		if (rc < 0)
			result = rc;
	}
	return result;
}
