/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the simulated chip share. All is called with it locked. */
#ifndef FM_DEVICE_SIM_PRIVATE_H
#define FM_DEVICE_SIM_PRIVATE_H

#include <pthread.h>

#include "device/content.h"
#include "device/sim.h"

/* Of bytes that are compared, filled or programmed at a time. */
#define FM_SIM_PIECE_SIZE 4096
/* What NOR programs at a time, unless a write block is larger. */
#define FM_SIM_NOR_PAGE_SIZE 256

enum fm_sim_type {
	FM_SIM_NOR,
	FM_SIM_NAND,
	FM_SIM_RAM,
};

struct fm_sim_sector {
	uint32_t erase_count;
	bool bad;
	/* Bad from the start. */
	bool born_bad;
	bool locked;
	/* Its programmed write blocks are known: sim-blocks.c. */
	bool scanned;
};

enum fm_sim_fault_kind {
	/* So many bits of an ECC step. */
	FM_SIM_BITFLIPS,
	/* The bits of a byte in this mask read as those of more. */
	FM_SIM_STUCK,
	/* Of a sector: the one of this number from now on fails; for good if
	 * more. */
	FM_SIM_WEAK_PROGRAM,
	FM_SIM_WEAK_ERASE,
	/* Part of a page: torn by this cut; bits tells which are unstable. */
	FM_SIM_TORN_PROGRAM,
	/* A sector: torn by this cut. */
	FM_SIM_TORN_ERASE,
	FM_SIM_FAULT_KINDS,
};

struct fm_sim_fault {
	enum fm_sim_fault_kind kind;
	struct fm_range range;
	uint32_t number;
	uint32_t more;
	/* Of byte n of the range: number n modulo its size. */
	uint8_t bits[FM_SIM_NOR_PAGE_SIZE];
};

struct fm_sim_power {
	bool off;
	/* Operations until it is cut, and how; 0 for never. */
	uint64_t until;
	enum flashmap_sim_cut cut;
	uint64_t operations;
};

struct fm_sim {
	struct fm_medium medium;
	/* Guards all that follows. */
	pthread_mutex_t lock;
	const char *name;
	enum fm_sim_type type;
	struct fm_content content;
	/* The content is, and what is known of it is from then on. */
	bool opened;
	struct fm_geometry geometry;
	/* What one operation programs. */
	uint32_t page_size;
	struct fm_sim_power power;
	uint64_t random;
	struct fm_ecc_counters counters;
	flashmap_sim_log_fn log;
	void *log_user_data;

	/* What content cannot tell; sim-state.c keeps it beside a file. */
	struct fm_sim_sector *sectors;
	uint32_t sector_count;
	/*
	 * A bit each write block, where such a block is programmed once: it
	 * is programmed; it was so with nothing but the erased value, which
	 * its content cannot tell.
	 */
	uint8_t *programmed;
	uint8_t *programmed_blank;
	struct fm_sim_fault *faults;
	size_t fault_count;
	unsigned int lock_flags;
	uint32_t unlock_sectors;
	/* The state has changed: to be kept at once, or when it is closed. */
	bool changed;
	bool counts_changed;
	/* There is a file beside the content. */
	bool kept;
};

/* sim.c */

extern const struct fm_medium_operations fm_sim_operations;

/* The sector that holds an offset. */
struct fm_sim_sector *fm_sim_sector_at(struct fm_sim *sim, uint64_t offset);
/* The range of a sector; false if offset is past the end. */
bool fm_sim_sector_range(const struct fm_sim *sim, uint64_t offset,
			 struct fm_range *sector);

/* Locks the chip and opens its content. Unlocked if it fails. */
int fm_sim_enter(struct fm_medium *medium, struct fm_sim **sim);
/* Keeps what has changed, and unlocks; rc, or why that failed. */
int fm_sim_leave(struct fm_sim *sim, int rc);

/* As it was made: no faults, bad is what was so from the start. */
void fm_sim_reset_state(struct fm_sim *sim);

/* sim-blocks.c: which write blocks are programmed since their last erase. */

/* Whether write blocks are programmed once. */
bool fm_sim_programs_once(const struct fm_sim *sim);
/* -ENOMEM. */
int fm_sim_blocks_init(struct fm_sim *sim);
void fm_sim_blocks_destroy(struct fm_sim *sim);
/* Of both bit arrays. */
size_t fm_sim_blocks_bytes(const struct fm_sim *sim);
/* Any of a range inside a sector: 1 if so. What reading its content says. */
int fm_sim_blocks_programmed(struct fm_sim *sim, const struct fm_range *range,
			     uint64_t *first);
/* They were programmed with these data; NULL for what cannot be told. */
void fm_sim_blocks_program(struct fm_sim *sim, const struct fm_range *range,
			   const uint8_t *data);
/* Their sector was erased. */
void fm_sim_blocks_erase(struct fm_sim *sim, const struct fm_range *sector);
/*
 * Write blocks in a row from *first on, or from a later one, that are
 * programmed and read blank; false if there are none.
 */
bool fm_sim_blocks_next_blank(const struct fm_sim *sim, uint64_t *first,
			      uint64_t *count);

/* sim-rules.c: what no chip can do is refused: -EIO, with a log. */

int fm_sim_check_program(struct fm_sim *sim, const struct fm_range *range,
			 const uint8_t *data);
int fm_sim_check_erase(struct fm_sim *sim, const struct fm_range *sector);

/* sim-faults.c: the list of faults. */

/* Copied. -ENOMEM. */
int fm_sim_add_fault(struct fm_sim *sim, const struct fm_sim_fault *fault);
/* The first one that overlaps the range; NULL if none does. */
struct fm_sim_fault *fm_sim_find_fault(struct fm_sim *sim,
				       enum fm_sim_fault_kind kind,
				       const struct fm_range *range);
/* All that overlap the range. */
void fm_sim_remove_faults(struct fm_sim *sim, enum fm_sim_fault_kind kind,
			  const struct fm_range *range);
/* The ECC step, or page where there is no ECC, that holds an offset. */
void fm_sim_step_at(const struct fm_sim *sim, uint64_t offset,
		    struct fm_range *step);
/* Whether an operation in a sector fails for its weakness. */
bool fm_sim_is_too_weak(struct fm_sim *sim, enum fm_sim_fault_kind kind,
			const struct fm_range *range);

/* sim-read.c */

/* Adds to *found. -EBADMSG, what reading its content says. */
int fm_sim_read(struct fm_sim *sim, const struct fm_range *range, uint8_t *data,
		struct fm_ecc_found *found);
uint64_t fm_sim_random(struct fm_sim *sim);

/* sim-change.c: page by page. -ENODEV, -EIO, what changing content says. */

int fm_sim_program(struct fm_sim *sim, const struct fm_range *range,
		   const uint8_t *data);
int fm_sim_erase(struct fm_sim *sim, const struct fm_range *sector);

/* sim-tear.c: what is left of an operation that was cut off on the way. */

int fm_sim_tear_program(struct fm_sim *sim, const struct fm_range *page,
			const uint8_t *data, enum flashmap_sim_cut cut);
int fm_sim_tear_erase(struct fm_sim *sim, const struct fm_range *sector,
		      enum flashmap_sim_cut cut);
/* What is programmed properly is stable from then on. */
void fm_sim_settle(struct fm_sim *sim, const struct fm_range *range,
		   const uint8_t *data);

/* sim-power.c */

/* Counts an operation; whether the power is cut at it. */
bool fm_sim_power_fails(struct fm_sim *sim, enum flashmap_sim_cut *cut);

/* sim-locks.c */

/* Whether a sector is, in a chip that has locks. */
bool fm_sim_is_locked(struct fm_sim *sim, uint64_t offset);
/* As those of the medium. */
int fm_sim_range_is_locked(struct fm_sim *sim, const struct fm_range *range);
int fm_sim_set_locked(struct fm_sim *sim, const struct fm_range *range,
		      bool locked);
unsigned int fm_sim_default_lock_flags(const struct fm_sim *sim);

/* sim-state.c: the file beside the content. */

/* -EINVAL, with a log, if it does not suit the chip; 0 if there is none. */
int fm_sim_load_state(struct fm_sim *sim);
/* Writes it, or removes it if there is nothing to keep. */
int fm_sim_save_state(struct fm_sim *sim);
/* Its path, the caller's to free; NULL without memory. */
char *fm_sim_state_path(const struct fm_sim *sim);

#endif /* FM_DEVICE_SIM_PRIVATE_H */
