/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file zephyr/device.h
 * @brief Zephyr's devices, as far as flash needs them.
 *
 * A flash device is a chip, or one MTD alone. Devices belong to a flash map
 * and live as long as it does; those of the default map, which is where
 * device_get_binding() looks, live as long as the process.
 *
 * Zephyr finds devices at build time too (DEVICE_DT_GET()); on Linux they are
 * known once the program runs, so that there is nothing like it.
 *
 * Threads: any function from any thread. Stable since 0.1.
 */
#ifndef ZEPHYR_DEVICE_H
#define ZEPHYR_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief A device. A program takes pointers to those of a map, and makes none:
 * one that is no device of a loaded map is -ENODEV in every call.
 */
struct device {
	/** Name of the chip, or "mtdN"; what device_get_binding() takes. */
	const char *name;
	/** Not for programs; NULL. */
	const void *config;
	/** Not for programs; NULL. */
	const void *api;
	/** Not for programs; NULL. */
	void *data;
};

/**
 * @brief Flash device of the default map with this name.
 *
 * Chips come first. "mtdN" is that MTD alone: its offset 0 is the MTD's first
 * byte, whatever chip it is on. The label of an area is no device's name.
 *
 * @param name the name; NULL is no device's
 * @return the device, owned by the default map; NULL if there is none of this
 *	name, or no map
 *
 * Since 0.1. Source: Zephyr 2.7.5, device.h.
 */
const struct device *device_get_binding(const char *name);

/**
 * @brief Whether a device is one of a loaded map and something gives access
 * to it: an MTD, or the simulator.
 * @param dev the device, or NULL
 * @return true if it is. That reading it succeeds is not promised
 *
 * Since 0.1. Source: Zephyr 2.7.5, device.h.
 */
bool device_is_ready(const struct device *dev);

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_DEVICE_H */
