/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/sim.h
 * @brief Watch the simulated chips of a map, and break them.
 *
 * UNSTABLE: may change in any release before 1.0.
 *
 * The simulator is stricter than hardware; what breaks a rule is -EIO and
 * changes nothing. NOR: programming can only move bits away from the erased
 * value, and a write block larger than one byte is programmed once per erase.
 * NAND: a page is programmed once per erase, in ascending order in its block,
 * and a bad block is neither programmed nor erased. A write block that was
 * programmed with nothing but the erased value counts as programmed. RAM has
 * no such rules. docs/simulator.md tells how a device tree describes chips.
 *
 * A chip begins sound. The functions here give it what real chips have: bad
 * and weak blocks, flipped and stuck bits, locks that act in silence, a power
 * supply that fails. All of them take the map, NULL for the default map, and
 * the name of the chip, NULL for the only one; all of them return
 *
 * - 0 if it was done;
 * - -EACCES if the map is not loaded, -ENODEV if it has no simulated chip of
 *   that name, -ENOTUNIQ if chip is NULL and there are several;
 * - what opening the file of a chip says, where it has one: -EINVAL if it, or
 *   what is kept beside it, does not suit the chip;
 *
 * and more where it is said.
 *
 * Threads: any function from any thread.
 */
#ifndef FLASHMAP_SIM_H
#define FLASHMAP_SIM_H

#include <stdbool.h>
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

/** @brief One call that reached a simulated chip. */
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
 * @brief Log the operations of a simulated chip: reads of at most a sector,
 * writes of at most a sector, which may program several pages, and erases of
 * one sector.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param log the function; NULL for none
 * @param user_data handed to it
 * @return as all functions here
 *
 * Since 0.1.
 */
int flashmap_sim_set_log(struct flashmap *map, const char *chip,
			 flashmap_sim_log_fn log, void *user_data);

/**
 * @brief How often a sector was erased: since the map was loaded, or, where
 * the chip has a file, since that was made. What was cut off or failed does
 * not count.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param offset any chip offset in bytes inside the sector
 * @param count where the number is stored
 * @return -EINVAL if count is NULL or offset is past the chip; else as all
 *	functions here
 *
 * Since 0.1.
 */
int flashmap_sim_get_erase_count(struct flashmap *map, const char *chip,
				 uint64_t offset, uint32_t *count);

/**
 * @brief Make a block bad, or good again, which no real one ever gets; one
 * that the device tree calls bad is so again in the next map.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param offset any chip offset in bytes inside the block
 * @param bad whether it is bad
 * @return -EINVAL if offset is past the chip; -ENOTSUP if it is no NAND; else
 *	as all functions here
 *
 * Since 0.1.
 */
int flashmap_sim_set_bad(struct flashmap *map, const char *chip,
			 uint64_t offset, bool bad);

/**
 * @brief Make the erase of a sector, or the program of a page in it, fail
 * with -EIO. What failed is left as a power cut at half leaves it.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param offset any chip offset in bytes inside the sector
 * @param kind FLASHMAP_SIM_ERASE or FLASHMAP_SIM_WRITE
 * @param nth the first one that fails, 1 for the next; 0 if none does any more
 * @param for_good whether all that come later fail too, or this one alone
 * @return -EINVAL if offset is past the chip or kind is neither; -ENOMEM; else
 *	as all functions here
 *
 * Since 0.1.
 */
int flashmap_sim_set_weak(struct flashmap *map, const char *chip,
			  uint64_t offset, enum flashmap_sim_kind kind,
			  uint32_t nth, bool for_good);

/**
 * @brief Flip bits in one ECC step, until its sector is erased.
 *
 * Up to the strength they are corrected at each read, and counted; above it
 * the step is uncorrectable: -EBADMSG, with these bits flipped. Without ECC
 * (NOR, RAM) it is the page of 256 bytes, or the write block if that is
 * larger, and the data are wrong in silence. The bits are spread evenly, from
 * the first of the step on.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param offset any chip offset in bytes inside the step
 * @param bits how many; 0 for none
 * @return -EINVAL if offset is past the chip or the step has fewer bits;
 *	-ENOMEM; else as all functions here
 *
 * Since 0.1.
 */
int flashmap_sim_set_bitflips(struct flashmap *map, const char *chip,
			      uint64_t offset, uint32_t bits);

/** What a bit is stuck at. Since 0.1. */
enum flashmap_sim_stuck {
	FLASHMAP_SIM_STUCK_AT_0 = 0,
	FLASHMAP_SIM_STUCK_AT_1 = 1,
	FLASHMAP_SIM_NOT_STUCK = 2,
};

/**
 * @brief Make a bit read the same for good, whatever is programmed or erased:
 * it will not erase if that is not the erased value, else it will not
 * program. Commands succeed. On NAND it is one bit to correct in its step.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param offset chip offset of the byte
 * @param bit number of the bit in it, 0 for the lowest, to 7
 * @param stuck at what
 * @return -EINVAL if offset is past the chip, bit above 7 or stuck none of
 *	these; -ENOMEM; else as all functions here
 *
 * Since 0.1.
 */
int flashmap_sim_set_stuck_bit(struct flashmap *map, const char *chip,
			       uint64_t offset, unsigned int bit,
			       enum flashmap_sim_stuck stuck);

/** How a chip acts on locks: any of these, or 0. Since 0.1. */
enum flashmap_sim_locks {
	/** It has none: -ENOTSUP. NAND and RAM begin so. */
	FLASHMAP_SIM_LOCKS_NONE = 1,
	/**
	 * It refuses to program and erase what is locked with -EIO. Else it
	 * ignores the command and reports success, as most SPI-NOR does.
	 */
	FLASHMAP_SIM_LOCKS_REFUSE = 2,
	/** To lock and to unlock is reported as -EIO, and yet done. */
	FLASHMAP_SIM_LOCKS_FALSE_ERROR = 4,
};

/**
 * @brief How a chip acts on locks. NOR begins with 0, 1 and no sector locked.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param flags of enum flashmap_sim_locks
 * @param unlock_sectors what can be unlocked is a multiple of so many
 *	sectors, counted from the first of the chip: more than asked for is
 *	taken along
 * @return -EINVAL if flags has others, or unlock_sectors is 0; else as all
 *	functions here
 *
 * Since 0.1.
 */
int flashmap_sim_set_locks(struct flashmap *map, const char *chip,
			   unsigned int flags, uint32_t unlock_sectors);

/**
 * @brief How many operations a chip was given since the map was loaded: the
 * erase of one sector, or the program of one page. A page is one of NAND;
 * else 256 bytes, or the write block if that is larger. Those that it ignored,
 * that failed or were cut off count; what a rule refused does not.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param count where the number is stored
 * @return -EINVAL if count is NULL; else as all functions here
 *
 * Since 0.1.
 */
int flashmap_sim_get_operation_count(struct flashmap *map, const char *chip,
				     uint64_t *count);

/** How far an operation came when the power was cut. Since 0.1. */
enum flashmap_sim_cut {
	/** It did not begin. */
	FLASHMAP_SIM_CUT_CLEAN = 0,
	FLASHMAP_SIM_CUT_FIRST_BYTE = 1,
	FLASHMAP_SIM_CUT_HALF = 2,
	FLASHMAP_SIM_CUT_LAST_BYTE = 3,
};

/**
 * @brief Cut the power of a chip at an operation to come.
 *
 * That operation, and every call after it until flashmap_sim_restore_power(),
 * is -ENODEV. What an operation leaves that was cut off on the way, and how it
 * reads, is told in docs/simulator.md, "Power cuts".
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param operation which one from now on: 1 for the next, as counted by
 *	flashmap_sim_get_operation_count(); 0 for at once
 * @param cut how far it comes
 * @return -EINVAL if cut is none of these; else as all functions here
 *
 * Since 0.1.
 */
int flashmap_sim_cut_power(struct flashmap *map, const char *chip,
			   uint64_t operation, enum flashmap_sim_cut cut);

/**
 * @brief Give a chip power, as it has in a new map; it is not cut any more.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @return as all functions here
 *
 * Since 0.1.
 */
int flashmap_sim_restore_power(struct flashmap *map, const char *chip);

/**
 * @brief Begin another sequence of what is unstable after a power cut: the
 * same seed and the same calls read the same. A new map begins with 0.
 * @param map a loaded map; NULL for the default map
 * @param chip name of the chip; NULL for the only one
 * @param seed any number
 * @return as all functions here
 *
 * Since 0.1.
 */
int flashmap_sim_set_seed(struct flashmap *map, const char *chip,
			  uint64_t seed);

/**
 * @brief Copy all of a chip to another one: content, bad blocks, erase
 * counts, locks, what is weak, flipped, stuck or unstable, and the sequence
 * of flashmap_sim_set_seed(). Its log, its operation count and its power stay
 * its own.
 * @param from a loaded map; NULL for the default map
 * @param from_chip name of the chip; NULL for the only one
 * @param to a loaded map, which may be the same; NULL for the default map
 * @param to_chip name of the chip that is overwritten; NULL for the only one
 * @return -EINVAL if it is the same chip, or one with another type or
 *	geometry; -EACCES also if the file of the second cannot be written;
 *	-ENOMEM; else as all functions here
 *
 * Since 0.1.
 */
int flashmap_sim_copy(struct flashmap *from, const char *from_chip,
		      struct flashmap *to, const char *to_chip);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_SIM_H */
