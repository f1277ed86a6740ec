/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A flash device as Zephyr sees it: one chip. The kernel mostly shows only the
 * partitions of a chip, so a chip is its windows, each with a medium behind
 * it. What may be changed is decided here, in chip offsets, so that no
 * overlapping window gets around it.
 */
#ifndef FM_DEVICE_CHIP_H
#define FM_DEVICE_CHIP_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device/medium.h"
#include "device/range.h"

struct fm_chip;
struct fm_claim;

struct fm_window {
	struct fm_range range;
	/* Owned. */
	struct fm_medium *medium;
};

/* A range that something outside of this library uses now. */
struct fm_used_range {
	struct fm_range range;
	/* "mtd3 is attached to ubi0"; owned. */
	char *by;
};

struct fm_used_ranges {
	struct fm_used_range *ranges;
	size_t count;
};

/* The ranges of a chip that are in use now, the caller's to free. */
typedef int (*fm_find_used_fn)(const void *context, const struct fm_chip *chip,
			       struct fm_used_ranges *used);

/* The strings are the map's. */
struct fm_chip {
	const char *name;
	const char *type;
	const char *dt_path;
	/* Where its file of claims is; NULL for none: claim.h. */
	const char *claim_folder;
	/* Set up once, then read only. */
	struct fm_window *windows;
	size_t window_count;
	struct fm_range *protected_ranges;
	size_t protected_count;
	/* Where the last window ends. */
	uint64_t extent;
	/* Of the whole chip; 0 if unknown. */
	uint64_t size;
	uint8_t id;
	bool simulated;
	bool allow_in_use;
	fm_find_used_fn find_used;
	const void *find_used_context;

	/* Held around a read of a medium that only counts ECC errors. */
	pthread_mutex_t ecc_lock;
	pthread_mutex_t lock;
	/* What writers of this map have for themselves; guarded by lock. */
	struct fm_claim *claims;
	/* What was in use at the last look; guarded by lock. */
	struct fm_used_ranges used;
	atomic_bool used_known;
	atomic_bool any_used;
};

void fm_chip_init(struct fm_chip *chip);
void fm_chip_destroy(struct fm_chip *chip);

/* Takes the medium, also on failure. -ENOMEM. */
int fm_chip_add_window(struct fm_chip *chip, const struct fm_range *range,
		       struct fm_medium *medium);
/* -ENOMEM. */
int fm_chip_protect(struct fm_chip *chip, const struct fm_range *range);

/* The window with exactly this range, else the smallest that contains it. */
const struct fm_window *fm_chip_find_window(const struct fm_chip *chip,
					    const struct fm_range *range);

/* What the medium behind a window is like; what asking the device says. */
int fm_window_geometry(const struct fm_window *window,
		       const struct fm_geometry **geometry);

bool fm_chip_is_protected(const struct fm_chip *chip,
			  const struct fm_range *range);

/*
 * Read, write and erase a range of the chip, through the window given or,
 * where that is NULL, the one of fm_chip_find_window(), else adjacent windows
 * in turn. -EINVAL if the range is not on the chip (or in the window), -ENXIO
 * where no window is. Whatever can be found out before a change is.
 *
 * A read ends at the first data that cannot be corrected, -EBADMSG; with a
 * result, to which it adds, it goes on and says so at the end.
 */
int fm_chip_read(struct fm_chip *chip, const struct fm_window *window,
		 const struct fm_range *range, void *data,
		 struct fm_ecc_result *result);
/*
 * *failed, which may be NULL, is how many bytes of the range were changed when
 * the device failed; -1 if it did not, or nothing was changed.
 */
int fm_chip_write(struct fm_chip *chip, const struct fm_window *window,
		  const struct fm_range *range, const void *data,
		  int64_t *failed);
int fm_chip_erase(struct fm_chip *chip, const struct fm_window *window,
		  const struct fm_range *range, int64_t *failed);

/* Writes one value all over the range, in pieces; -ENOMEM. */
int fm_chip_fill(struct fm_chip *chip, const struct fm_window *window,
		 const struct fm_range *range, uint8_t value);
/* Erases where there are sectors, and writes the erased value elsewhere. */
int fm_chip_flatten(struct fm_chip *chip, const struct fm_window *window,
		    const struct fm_range *range);

/* A range of a chip, and the window to it as for fm_chip_read(). */
struct fm_place {
	struct fm_chip *chip;
	const struct fm_window *window;
	struct fm_range range;
};

/*
 * Writes what stands in one place to another one, of the same size, by pieces
 * that fit into the buffer; 0 and nothing done where both are the same.
 * -EINVAL also if they overlap, or the buffer is not made of whole write
 * blocks of the second.
 */
int fm_chip_copy(const struct fm_place *from, const struct fm_place *to,
		 void *buffer, size_t buffer_size);

/* 1 if the sector at this chip offset is bad. */
int fm_chip_is_bad(struct fm_chip *chip, const struct fm_window *window,
		   uint64_t offset);
/*
 * -EINVAL if the sector is not within this range of the chip, -ENOTSUP where
 * no block can be bad.
 */
int fm_chip_mark_bad(struct fm_chip *chip, const struct fm_window *window,
		     const struct fm_range *within, uint64_t offset);

/* What is known of the media behind a range; -ENOTSUP if one has no ECC. */
struct fm_ecc_state {
	struct fm_ecc_ability ability;
	struct fm_ecc_found found;
	uint64_t corrected;
	uint64_t failed;
	uint64_t bad_blocks;
	uint64_t reserved_blocks;
};

int fm_chip_get_ecc_state(struct fm_chip *chip, const struct fm_window *window,
			  const struct fm_range *range,
			  struct fm_ecc_state *state);

/* 1 if the sector at this chip offset is locked. */
int fm_chip_is_locked(struct fm_chip *chip, const struct fm_window *window,
		      uint64_t offset);
/* 1 if sectors outside the range have changed too; see <flashmap/lock.h>. */
int fm_chip_set_locked(struct fm_chip *chip, const struct fm_window *window,
		       const struct fm_range *range, bool locked);

/* Looks again who uses the chip. -EBUSY, and by whom, if the range is used. */
int fm_chip_look_in_use(struct fm_chip *chip, const struct fm_range *range,
			char *by, size_t by_size);

/* -EBUSY if a descriptor was in use. */
int fm_chip_release(struct fm_chip *chip);

void fm_used_ranges_free(struct fm_used_ranges *used);

#endif /* FM_DEVICE_CHIP_H */
