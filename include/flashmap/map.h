/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/map.h
 * @brief The flash map as an object: where it comes from, what is in it.
 *
 * A map is made with flashmap_new(), told where to look with the
 * flashmap_set_*() functions, and filled once by flashmap_load(). Several maps
 * may live side by side. The functions of <storage/flash_map.h> use the
 * default map, which flashmap_set_default() may name and which otherwise
 * loads itself at its first use. Where a program has a map of its own (see
 * there), its areas stand for those of the default map; chips, findings and
 * devices are those that were found.
 *
 * Threads: a map is set up and loaded by one thread; a loaded map may be used
 * by any number of threads. Its areas, devices and strings live until the last
 * flashmap_unref(); those of a map that was ever the default map live as long
 * as the process.
 *
 * Stable since 0.1.
 */
#ifndef FLASHMAP_MAP_H
#define FLASHMAP_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <storage/flash_map.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A flash map. */
struct flashmap;

/** The simulator's content is kept in memory only. Since 0.1. */
#define FLASHMAP_SIMULATOR_RAM "ram"

/**
 * @brief Make an empty map.
 * @param map where it is stored, with one reference; NULL on failure
 * @return 0; -EINVAL if map is NULL; -ENOMEM
 *
 * Since 0.1.
 */
int flashmap_new(struct flashmap **map);

/**
 * @brief Take a reference.
 * @param map the map, or NULL
 * @return map
 *
 * Since 0.1.
 */
struct flashmap *flashmap_ref(struct flashmap *map);

/**
 * @brief Give back a reference; the last one closes and frees everything.
 * @param map the map, or NULL
 * @return NULL
 *
 * Since 0.1.
 */
struct flashmap *flashmap_unref(struct flashmap *map);

/**
 * @brief Look at another root: sys/, proc/, dev/ and etc/ below this directory,
 * such as a tree copied from a target.
 * @param map a map that is not loaded
 * @param directory the directory (copied); NULL for "/"
 * @return 0; -EINVAL if map is NULL; -EBUSY if it is loaded; -ENOMEM
 *
 * Since 0.1.
 */
int flashmap_set_root(struct flashmap *map, const char *directory);

/**
 * @brief Name a flattened device tree (.dtb) that is read instead of the live
 * one, or that describes the simulator's chips.
 *
 * Without a simulator it is no error if the kernel has no MTD: the map then is
 * what the tree says, and none of its areas has a device.
 *
 * @param map a map that is not loaded
 * @param file the file (its name is copied); NULL for the live tree
 * @return 0; -EINVAL if map is NULL; -EBUSY if it is loaded; -ENOMEM
 *
 * Since 0.1.
 */
int flashmap_set_devicetree(struct flashmap *map, const char *file);

/**
 * @brief Simulate the "zephyr,sim-flash" chips of the named device tree
 * instead of looking for MTDs.
 *
 * The content of the first chip is the file itself, that of the next ones
 * FILE.1, FILE.2 and so on in the order of the chips' node paths. A missing
 * file is made, erased, when the chip is first used.
 *
 * @param map a map that is not loaded
 * @param file the file (its name is copied), or FLASHMAP_SIMULATOR_RAM; NULL
 *	for no simulator
 * @return 0; -EINVAL if map is NULL; -EBUSY if it is loaded; -ENOMEM
 *
 * Since 0.1.
 */
int flashmap_set_simulator(struct flashmap *map, const char *file);

/**
 * @brief Name the configuration: pinned ids, areas that neither the kernel nor
 * a device tree knows, protected ranges; see flashmap.conf(5).
 *
 * The default is etc/flashmap.conf below the root, and that file may be
 * missing. With a simulator only a named file counts: what protects the flash
 * of this machine says nothing about a simulated chip.
 *
 * @param map a map that is not loaded
 * @param file the file (its name is copied), which must be there then; NULL
 *	for the default, "" for none
 * @return 0; -EINVAL if map is NULL; -EBUSY if it is loaded; -ENOMEM
 *
 * Since 0.1.
 */
int flashmap_set_config(struct flashmap *map, const char *file);

/**
 * @brief Whether writing and erasing what is in use (attached to UBI, mounted,
 * swap, mtdoops) is allowed. Never covers read-only ranges.
 * @param map a map that is not loaded
 * @param allow true to allow it; the default is false
 * @return 0; -EINVAL if map is NULL; -EBUSY if it is loaded
 *
 * Since 0.1.
 */
int flashmap_set_allow_in_use(struct flashmap *map, bool allow);

/**
 * @brief Look at the system, once, and fill the map. Opens no MTD.
 *
 * Without a simulator: sys/class/mtd below the root, else proc/mtd; and the
 * device tree, sys/firmware/devicetree/base or the file that was named. Its
 * partitions give areas their labels, paths and the order of their ids, and
 * protect what is "read-only". A partition that no MTD stands for is in the
 * map without a device. Where tree and kernel do not agree the kernel counts,
 * and there is a finding; so there is for a live tree that makes no sense.
 *
 * Then the configuration, if there is one: one that cannot be read, or has a
 * mistake, fails the load, since a protection might be in it. Each mistake is
 * an error in the log, "FILE:LINE: what".
 *
 * @param map a map that is not loaded
 * @return 0, also when there are no MTDs; -EINVAL if map is NULL, or a
 *	simulator is named without a device tree, or the named device tree is
 *	damaged, or its simulated chips make no sense, or the configuration has
 *	a mistake or is no regular file; -EFBIG if that is over 256 KiB;
 *	-EALREADY if the map is loaded; -ENODEV if the kernel has no MTD at all
 *	and no device tree is named; -ENOENT if the root or a named file is
 *	missing; -ENOTSUP if a device tree is named and the library was built
 *	without libfdt; -ENOMEM; what open(2) and read(2) say. After a failure
 *	the map is empty and may be loaded again
 *
 * Since 0.1.
 */
int flashmap_load(struct flashmap *map);

/**
 * @brief Give back all file descriptors of a map; they are opened again, and
 * the devices checked again, at the next use. An open descriptor keeps an MTD
 * from being removed. The cache of /dev/mtdblockN is flushed for each MTD that
 * was changed.
 * @param map the map; NULL for the default map, if there is one
 * @return 0; -EBUSY if another thread was using a device, whose descriptor
 *	was then kept
 *
 * Since 0.1.
 */
int flashmap_release(struct flashmap *map);

/**
 * @brief Use this map as the default map, before its first use.
 * @param map a loaded map; the library takes a reference for good
 * @return 0; -EINVAL if map is NULL or not loaded; -EBUSY if there already is
 *	a default map
 *
 * Threads: any. Since 0.1.
 */
int flashmap_set_default(struct flashmap *map);

/**
 * @brief The default map, loaded if it was not.
 *
 * FLASHMAP_ROOT, FLASHMAP_DTB, FLASHMAP_SIM and FLASHMAP_CONFIG in the
 * environment are the parameters of a default map that loads itself, each with
 * a warning in the log; an empty one counts as unset, a setuid program ignores
 * them, and a library configured with --disable-environment has no such code.
 *
 * @param map where it is stored; NULL on failure. No reference is given: the
 *	default map lives as long as the process
 * @return 0; -EINVAL if map is NULL; what flashmap_load() returns. A failure
 *	is not remembered
 *
 * Threads: any. Since 0.1.
 */
int flashmap_get_default(struct flashmap **map);

/**
 * @brief Wait until the default map has an area with this label, looking
 * again at the system for MTDs that come late.
 *
 * When the label is found in a later look, that look becomes the default map.
 * Areas opened before stay valid, ids may differ. It is the system's areas that
 * are waited for, also where the program has a map of its own.
 *
 * @param label exact label
 * @param timeout_ms milliseconds; 0 looks once
 * @return 0; -EINVAL if label is NULL; -ETIMEDOUT; -ENOTUNIQ if several areas
 *	have the label
 *
 * Threads: any. Since 0.1.
 */
int flashmap_wait(const char *label, unsigned int timeout_ms);

/**
 * @brief Open an area of a map by id, as flash_area_open().
 * @param map a loaded map; NULL for the default map
 * @param id id of the area
 * @param fa where the area is stored; set to NULL on failure
 * @return 0; -EINVAL if fa is NULL; -EACCES if the map is not loaded;
 *	-ENOENT if no area has this id; -ESTALE, on the default map alone, if
 *	the area is not the one that the program was built for
 *	(<flashmap/expect.h>)
 *
 * Threads: any. Since 0.1.
 */
int flashmap_open_id(struct flashmap *map, uint8_t id,
		     const struct flash_area **fa);

/**
 * @brief Open an area of a map by its exact label.
 * @param map a loaded map; NULL for the default map
 * @param label the label
 * @param fa where the area is stored; set to NULL on failure
 * @return 0; -EINVAL if label or fa is NULL; -EACCES if the map is not
 *	loaded; -ENOENT if no area has this label; -ENOTUNIQ if several have it
 *
 * Threads: any. Since 0.1.
 */
int flashmap_open_label(struct flashmap *map, const char *label,
			const struct flash_area **fa);

/**
 * @brief What flashmap_foreach_area() calls; not 0 stops.
 * @param fa the area
 * @param user_data as given
 */
typedef int (*flashmap_area_fn)(const struct flash_area *fa, void *user_data);

/**
 * @brief Call a function for each area of a map, in order of id, then those
 * without id.
 * @param map a loaded map; NULL for the default map
 * @param function the function
 * @param user_data handed to it
 * @return 0; what the function returned to stop; -EINVAL if function is NULL;
 *	-EACCES if the map is not loaded
 *
 * Threads: any. Since 0.1.
 */
int flashmap_foreach_area(struct flashmap *map, flashmap_area_fn function,
			  void *user_data);

/** @brief One chip. The strings live as long as the map. */
struct flashmap_chip {
	/** Name, as in fa_dev_name. */
	const char *name;
	/** Type as the kernel spells it ("nor", "nand"); NULL if unknown. */
	const char *type;
	/** Device-tree path of the flash node; NULL if unknown. */
	const char *dt_path;
	/** Size in bytes; 0 if unknown, as where only partitions are seen. */
	uint64_t size;
	/** Size of the (largest) sector in bytes; 0 if unknown or none. */
	uint64_t erase_size;
	/** Write block size in bytes; 0 if unknown. */
	uint32_t write_size;
	/** fa_device_id of its areas. */
	uint8_t id;
	/** Whether it is simulated. */
	bool simulated;
};

/**
 * @brief What flashmap_foreach_chip() calls; not 0 stops.
 * @param chip the chip, valid during the call
 * @param user_data as given
 */
typedef int (*flashmap_chip_fn)(const struct flashmap_chip *chip,
				void *user_data);

/**
 * @brief Call a function for each chip of a map.
 * @param map a loaded map; NULL for the default map
 * @param function the function
 * @param user_data handed to it
 * @return as flashmap_foreach_area()
 *
 * Threads: any. Since 0.1.
 */
int flashmap_foreach_chip(struct flashmap *map, flashmap_chip_fn function,
			  void *user_data);

/** @brief Something about the system that a person should know. */
struct flashmap_finding {
	/** What it is, one word of docs/findings.md, such as "chip-unproven". */
	const char *code;
	/** One sentence. */
	const char *message;
	/** The MTD it is about, or -1. */
	int mtd;
};

/**
 * @brief What flashmap_foreach_finding() calls; not 0 stops.
 * @param finding the finding, valid as long as the map
 * @param user_data as given
 */
typedef int (*flashmap_finding_fn)(const struct flashmap_finding *finding,
				   void *user_data);

/**
 * @brief Call a function for each finding of a map.
 * @param map a loaded map; NULL for the default map
 * @param function the function
 * @param user_data handed to it
 * @return as flashmap_foreach_area()
 *
 * Threads: any. Since 0.1.
 */
int flashmap_foreach_finding(struct flashmap *map, flashmap_finding_fn function,
			     void *user_data);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_MAP_H */
