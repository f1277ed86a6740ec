/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/expect.h
 * @brief What a program was built for, against the board that it runs on.
 *
 * "flashmap header" turns a flash map into constants. An id that is a constant
 * may be another area on another board, so the header registers what it was
 * made from before main() starts, or when a shared object with it is loaded.
 * From then on flash_area_open(), and flashmap_open_id() on the default map,
 * give -ESTALE for an id whose label, offset or size is another one here. So it
 * is for the areas of a program's own map (<storage/flash_map.h>), of which one
 * without fa_label may stand for any.
 *
 * A program includes the generated header and calls nothing of this; one that
 * defines FLASHMAP_NO_EXPECTATION before that include registers nothing.
 *
 * Stable since 0.1: a header that was generated once goes on to work.
 */
#ifndef FLASHMAP_EXPECT_H
#define FLASHMAP_EXPECT_H

#include <stddef.h>
#include <stdint.h>

#include <storage/flash_map.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief An area as a program was built for it. */
struct flashmap_expected_area {
	/** Label; NULL if it has none. */
	const char *label;
	/** fa_off, in bytes from the beginning of the flash device. */
	uint64_t offset;
	/** fa_size, in bytes. */
	uint64_t size;
	/** fa_id. */
	uint8_t id;
};

/**
 * @brief The areas that a header was made from. It is the caller's, and must
 * neither change nor go while it is registered.
 */
struct flashmap_expectation {
	/** The library's; NULL before it is registered. */
	struct flashmap_expectation *next;
	/** What the header was made from, for the log. */
	const char *source;
	/** The areas, in any order. */
	const struct flashmap_expected_area *areas;
	/** How many they are. */
	size_t area_count;
};

/**
 * @brief Register an expectation; the same one any number of times.
 *
 * Allocates nothing and looks at no map: areas are compared when they are
 * opened, so that it does not matter which comes first. With several
 * expectations all have to hold. What they do not name opens as without.
 *
 * @param expectation the expectation
 * @return 0, also if it was registered before; -EINVAL if expectation, its
 *	source, or its areas where there are any, are NULL
 *
 * Threads: any, before main() too. Since 0.1.
 */
int flashmap_expect_add(struct flashmap_expectation *expectation);

/**
 * @brief Take an expectation back, as a shared object does when it is
 * unloaded. On return the library does not use it any more.
 * @param expectation the expectation; NULL, or one that is not registered, is
 *	no error
 *
 * Threads: any. Since 0.1.
 */
void flashmap_expect_remove(struct flashmap_expectation *expectation);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_EXPECT_H */
