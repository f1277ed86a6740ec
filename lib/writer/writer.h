/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The writer of <flashmap/writer.h>. Its offsets are those of the area, or,
 * where bad blocks are left out, of the view of its good ones.
 */
#ifndef FM_WRITER_WRITER_H
#define FM_WRITER_WRITER_H

#include <flashmap/log.h>
#include <flashmap/writer.h>

#include "area/resolve.h"
#include "device/claim.h"
#include "device/goodblocks.h"
#include "device/lock-state.h"
#include "device/piece.h"
#include "sha256.h"

/* One sector that is written, or, where there are none, a part of the device
 * in its place. */
struct fm_writer_sector {
	uint64_t offset;
	/* All of it, on its medium. */
	struct fm_piece piece;
	uint32_t page_size;
	size_t page_count;
};

/* What is to be done with a sector. */
enum fm_writer_action {
	FM_WRITER_SKIP,
	/* The pages that are flagged. */
	FM_WRITER_PROGRAM,
	/* And then program the pages that are not blank. */
	FM_WRITER_ERASE,
};

struct flashmap_writer {
	struct flashmap_writer_options options;
	uint8_t sha256[FM_SHA256_SIZE];
	struct fm_sha256 hash;

	struct fm_target target;
	uint64_t area_size;
	/* Of the good blocks; used if options.skip_bad. */
	struct fm_goodblocks view;
	struct fm_claim claim;
	/* What was locked, if something was unlocked. */
	struct fm_lock_state locks;
	/* Whole sectors that may be changed. */
	uint64_t start;
	uint64_t end;
	size_t largest_sector;
	uint32_t largest_page;
	size_t most_pages;
	/* On MLC NAND. */
	bool paired_pages;

	/* Bytes of data, so far. */
	uint64_t taken;
	/* The sector under way, if filled is not 0, and how far it is full. */
	struct fm_writer_sector sector;
	size_t filled;
	/* Of a sector each: the one under way, and that of the head, or else
	 * of the sector before. */
	uint8_t *data;
	uint8_t *other;
	/* The last sector, which was skipped as were all before it. */
	struct fm_writer_sector previous;
	bool has_previous;
	/* Something was not skipped. */
	bool changed;

	/* With head_last, once its data are in other. */
	struct fm_writer_sector head;
	bool has_head;
	enum fm_writer_action head_action;
	bool head_was_blank;
	bool head_invalid;
	/* An earlier update was cut off: what reads well is not believed. */
	bool was_cut;

	/* For a few pages, and a flag for each page of a sector. */
	uint8_t *chunk;
	size_t chunk_size;
	uint8_t *pages;

	struct flashmap_writer_counts counts;
	uint64_t phase_done;
	bool begun;
	bool finished;
	/* The device said that it failed; the block may be bad. */
	bool device_failed;
	/* What ended it. */
	int error;
};

/* check.c: what can refuse; -EINVAL, -ENOSPC and others of the header. */

/* Where it begins and ends, and how large its sectors are. */
int fm_writer_measure(struct flashmap_writer *writer);
int fm_writer_check(struct flashmap_writer *writer);
/* Unlocks if that is asked for and something is locked; else -EPERM. */
int fm_writer_unlock(struct flashmap_writer *writer);

/* sector.c */

/* The sector that holds an offset; -EINVAL if it is not all in the area. */
int fm_writer_find_sector(struct flashmap_writer *writer, uint64_t offset,
			  struct fm_writer_sector *sector);
/* Of a page, from the beginning of its sector. */
struct fm_range fm_writer_page(const struct fm_writer_sector *sector,
			       size_t page);
bool fm_writer_is_blank(const struct fm_writer_sector *sector,
			const uint8_t *data, size_t size);
/* A part of the sector, into data; as struct fm_reading has it. */
int fm_writer_read(struct flashmap_writer *writer,
		   const struct fm_writer_sector *sector,
		   const struct fm_range *range, uint8_t *data,
		   struct fm_ecc_result *result);
/* Remembers where the update failed, if rc says so; returns rc. */
int fm_writer_fail(struct flashmap_writer *writer,
		   const struct fm_writer_sector *sector, int rc);
/* An entry about all of the sector. */
void fm_writer_log(const struct flashmap_writer *writer,
		   const struct fm_writer_sector *sector,
		   enum flashmap_log_level level, int error, const char *text);

/* compare.c */

/* What a sector has, beside what it is to have. */
struct fm_comparison {
	bool differs;
	/* A programmed bit has to become an erased one, or nothing is known. */
	bool needs_erase;
	/* NAND: to be written anew, though it does not differ. */
	bool refresh;
	/* The last page that is to be programmed is blank. */
	bool tail_blank;
	bool first_page_blank;
	/* From the beginning of the sector, of a page. */
	uint64_t first_difference;
};

/* Pages from a first one on; flags those that differ. */
int fm_writer_compare(struct flashmap_writer *writer,
		      const struct fm_writer_sector *sector,
		      const uint8_t *data, size_t first_page,
		      struct fm_comparison *comparison);

/*
 * Whether a sector that does not differ reads the same again and again: what
 * was cut off may read well once. 1 if so.
 */
int fm_writer_is_settled(struct flashmap_writer *writer,
			 const struct fm_writer_sector *sector,
			 const uint8_t *data);

/* plan.c */

/* Reads a sector, decides, and flags the pages of FM_WRITER_PROGRAM. */
int fm_writer_plan(struct flashmap_writer *writer,
		   const struct fm_writer_sector *sector, const uint8_t *data,
		   enum fm_writer_action *action,
		   struct fm_comparison *comparison);
/* A sector gets what it is to have: plans, and does it. */
int fm_writer_update(struct flashmap_writer *writer,
		     struct fm_writer_sector *sector, const uint8_t *data);
/* At the end, where all was skipped: the last sector too must be settled. */
int fm_writer_settle_last(struct flashmap_writer *writer);

/* perform.c */

/* Tries again; counts. */
int fm_writer_erase(struct flashmap_writer *writer,
		    const struct fm_writer_sector *sector);
/* One page of the chip with data of its size; counts. */
int fm_writer_program(struct flashmap_writer *writer,
		      const struct fm_writer_sector *sector,
		      const struct fm_range *range, const uint8_t *data);
/* Flags the pages that are not blank in data. */
void fm_writer_flag_filled(struct flashmap_writer *writer,
			   const struct fm_writer_sector *sector,
			   const uint8_t *data);
/* Does what is planned, and reads back; first_last: the first page last. */
int fm_writer_perform(struct flashmap_writer *writer,
		      const struct fm_writer_sector *sector,
		      const uint8_t *data, enum fm_writer_action action,
		      bool first_last);

/* replace.c */

/*
 * As fm_writer_perform(), and in the next good block if this one fails and
 * that is allowed; sector is where it is then.
 */
int fm_writer_store(struct flashmap_writer *writer,
		    struct fm_writer_sector *sector, const uint8_t *data,
		    enum fm_writer_action action);
/* Marks the block bad if that is allowed: 0, else -EIO and why in the log. */
int fm_writer_mark_bad(struct flashmap_writer *writer,
		       const struct fm_writer_sector *sector);

/* head.c */

/* The data of the first sector are complete: keeps them for the end. */
int fm_writer_keep_head(struct flashmap_writer *writer);
/* Before the first change. */
int fm_writer_invalidate_head(struct flashmap_writer *writer);
int fm_writer_finish_head(struct flashmap_writer *writer);

/* stream.c */

/* The sector under way is full; afterwards none is under way. */
int fm_writer_end_sector(struct flashmap_writer *writer);
/* -ECANCELED. */
int fm_writer_progress(struct flashmap_writer *writer,
		       enum flashmap_writer_phase phase, uint64_t total);
/* Bytes of data for FLASHMAP_WRITER_DATA; 0 if unknown. */
uint64_t fm_writer_data_total(const struct flashmap_writer *writer);

/* finish.c */

/* Locks again, lets others read and write; -EIO. */
int fm_writer_leave(struct flashmap_writer *writer);

#endif /* FM_WRITER_WRITER_H */
