/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/sim.h
 * @brief Watch the simulated chips of a map.
 *
 * UNSTABLE: may change in any release before 1.0.
 *
 * The simulator is NOR and stricter than hardware: programming can only move
 * bits away from the erased value, and a write block larger than one byte is
 * programmed once per erase; what breaks a rule is -EIO and changes nothing.
 * The content alone decides: a write block that was programmed with nothing
 * but the erased value still counts as erased.
 */
#ifndef FLASHMAP_SIM_H
#define FLASHMAP_SIM_H

#include <stdint.h>

#include <flashmap/map.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Kinds of operations. Since 0.1. */
enum flashmap_sim_kind {
	FLASHMAP_SIM_READ = 1,
	FLASHMAP_SIM_WRITE = 2,
	FLASHMAP_SIM_ERASE = 3,
};

/** @brief One operation that reached a simulated chip. */
struct flashmap_sim_operation {
	enum flashmap_sim_kind kind;
	/** 0 or the negative errno it ended with. */
	int result;
	/** Chip offset in bytes. */
	uint64_t offset;
	/** Length in bytes; one sector for an erase. */
	uint64_t length;
};

/**
 * @brief Called after each operation, before the call that made it returns,
 * with the chip locked: it must not use the chip.
 * @param operation the operation, valid during the call
 * @param user_data as given
 */
typedef void (*flashmap_sim_log_fn)(
	const struct flashmap_sim_operation *operation, void *user_data);

/**
 * @brief Log the operations of a simulated chip.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param log the function; NULL for none
 * @param user_data handed to it
 * @return 0; -EACCES if the map is not loaded; -ENODEV if there is no such
 *	simulated chip; -ENOTUNIQ if chip is NULL and there are several
 *
 * Threads: any. Since 0.1.
 */
int flashmap_sim_set_log(struct flashmap *map, const char *chip,
			 flashmap_sim_log_fn log, void *user_data);

/**
 * @brief How often a sector was erased since the map was loaded.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param offset any chip offset inside the sector
 * @param count where the number is stored
 * @return 0; -EINVAL if count is NULL or offset is past the chip; else as
 *	flashmap_sim_set_log()
 *
 * Threads: any. Since 0.1.
 */
int flashmap_sim_get_erase_count(struct flashmap *map, const char *chip,
				 uint64_t offset, uint32_t *count);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_SIM_H */
