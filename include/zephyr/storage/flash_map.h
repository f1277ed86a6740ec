/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file zephyr/storage/flash_map.h
 * @brief <storage/flash_map.h>, where Zephyr has it since release 3.1.
 *
 * As there, it brings <zephyr/device.h> with it, and the macros that Zephyr
 * has added later.
 */
#ifndef ZEPHYR_STORAGE_FLASH_MAP_H
#define ZEPHYR_STORAGE_FLASH_MAP_H

#include <storage/flash_map.h>
#include <zephyr/device.h>

/*
 * The names of FIXED_PARTITION_EXISTS() and its kin since Zephyr 4.4. A header
 * that "flashmap header" made has its own.
 */
#ifndef PARTITION_EXISTS
/** As FIXED_PARTITION_EXISTS(). Since 0.1. */
#define PARTITION_EXISTS(label) (FLASHMAP_BY_NODE_LABEL(#label, label) != NULL)
/** As FIXED_PARTITION_ID(). Since 0.1. */
#define PARTITION_ID(label) \
	flashmap_id_of(FLASHMAP_BY_NODE_LABEL(#label, label))
/** As FIXED_PARTITION_OFFSET(). Since 0.1. */
#define PARTITION_OFFSET(label) \
	flashmap_offset_of(FLASHMAP_BY_NODE_LABEL(#label, label))
/** As FIXED_PARTITION_SIZE(). Since 0.1. */
#define PARTITION_SIZE(label) \
	flashmap_size_of(FLASHMAP_BY_NODE_LABEL(#label, label))
/** As FIXED_PARTITION_DEVICE(). Since 0.1. */
#define PARTITION_DEVICE(label) \
	flash_area_get_device(FLASHMAP_BY_NODE_LABEL(#label, label))
/** As FIXED_PARTITION(). Since 0.1. */
#define PARTITION(label) FLASHMAP_BY_NODE_LABEL(#label, label)
#endif

#endif /* ZEPHYR_STORAGE_FLASH_MAP_H */
