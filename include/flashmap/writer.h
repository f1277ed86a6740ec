/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/writer.h
 * @brief Update a flash area: with the fewest erases, every byte read back,
 * and so that a power cut is never mistaken for a complete update.
 *
 * A writer takes the new content in pieces of any size, sector by sector:
 *
 *	flashmap_writer_open() -> flashmap_writer_write() ... ->
 *	flashmap_writer_finish() -> flashmap_writer_close()
 *
 * What a sector holds is read first. Where it is what it is to be, nothing is
 * done (but NAND whose corrected flips reach the threshold is written anew).
 * Where bits of NOR only have to be programmed, the pages that differ are.
 * Else the sector is erased, and the pages that are not blank are programmed,
 * in ascending order. What was changed is read back and compared.
 *
 * A page is one of NAND; else 256 bytes, or the write block if that is larger.
 *
 * All that can refuse does so in flashmap_writer_open(), with nothing changed.
 * Memory: two sectors and a few pages.
 *
 * NOR sectors that read blank are erased all the same before they are
 * programmed, and so are those whose last page reads blank: a cut may have
 * left cells there that hold nothing for long. See no_earlier_cut. For the same
 * reason the last sector before the first that differs is read several times.
 * That is all that can be done where nothing tells that an update was cut off:
 * what has to be safe against power cuts is written with head_last.
 *
 * Threads: any function from any thread, but one at a time for one writer. Its
 * map has to outlive it. UNSTABLE: may change in any release before 1.0.
 */
#ifndef FLASHMAP_WRITER_H
#define FLASHMAP_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <storage/flash_map.h>

#ifdef __cplusplus
extern "C" {
#endif

/** An update of an area that is under way. */
struct flashmap_writer;

/** What a writer is busy with. Since 0.1. */
enum flashmap_writer_phase {
	/** Sectors for the data, in ascending order; all but the head's with
	 * head_last. */
	FLASHMAP_WRITER_DATA = 1,
	/** Sectors behind the data, of erase_rest. */
	FLASHMAP_WRITER_REST = 2,
	/** The first sector, of head_last. */
	FLASHMAP_WRITER_HEAD = 3,
};

/**
 * @brief Called before the first sector of a phase, and after each sector.
 * It may run inside any call on the writer but flashmap_writer_close(), and
 * must not call the writer.
 * @param phase what is under way
 * @param done bytes of this phase that are dealt with
 * @param total bytes of this phase; 0 if the length is unknown
 * @param user_data as given
 * @return 0; any other number ends the update: -ECANCELED
 */
typedef int (*flashmap_writer_progress_fn)(enum flashmap_writer_phase phase,
					   uint64_t done, uint64_t total,
					   void *user_data);

/**
 * @brief How to write. All zeros is the default. Members are only ever added
 * at the end.
 */
struct flashmap_writer_options {
	/** Where the data begin, in bytes from the beginning of the area (with
	 * skip_bad: of its good blocks). */
	off_t offset;
	/** How many bytes will come; 0 if that is not known. */
	uint64_t length;
	/** Expected SHA-256 of the data, 32 bytes, copied; NULL for none. */
	const uint8_t *sha256;
	/** May be NULL. */
	flashmap_writer_progress_fn progress;
	/** Handed to progress. */
	void *user_data;
	/** Erase and program every sector, also where it is what it is to be. */
	bool full;
	/** Do not read back what was written. What was invalidated for
	 * head_last is looked at all the same. */
	bool no_verify;
	/**
	 * The first sector comes last: before the first change its first page
	 * is made invalid (on NOR by programming all its bits, and then the
	 * sector is erased; on NAND the block is erased), and it is programmed
	 * when all the rest was read back; except on NAND with its first page
	 * last. So an update that was cut off never has all of its head; the
	 * program that completes it may be cut off too, behind the first
	 * bytes, so that a reader has to check more than a magic number. Where
	 * the first page is found blank, an update was cut off: all sectors
	 * are written anew then, since cells that were cut off read well once.
	 * NOR whose write blocks are programmed once has only the erase; where
	 * such a chip erases from the end of a sector on, a cut in the first
	 * operation of all can leave the head and not what is behind it.
	 */
	bool head_last;
	/** Leave out bad blocks, as <flashmap/goodblocks.h>. */
	bool skip_bad;
	/**
	 * With skip_bad: mark a NAND block bad, for good, that fails to be
	 * erased three times or to be programmed once, and go on behind it.
	 */
	bool mark_bad;
	/** Unlock what is locked, and lock it again at the end. */
	bool unlock;
	/**
	 * Keep what the sectors have before the data and (without erase_rest)
	 * behind them. Not safe against power cuts: it is in memory only while
	 * its sector is erased.
	 */
	bool keep;
	/** Erase the sectors behind the data. */
	bool erase_rest;
	/** Read and compare, refuse and count, and change nothing. */
	bool dry_run;
	/** The caller knows that no change of this area was ever cut off: what
	 * reads blank counts as erased, and is not erased once more. */
	bool no_earlier_cut;
};

/** @brief What was done. Members are only ever added at the end. */
struct flashmap_writer_counts {
	/** Bytes of data that were taken. */
	uint64_t bytes;
	/** Sectors that were read and compared. */
	uint64_t sectors;
	/** Of these: those that were left as they are. */
	uint64_t skipped;
	/** Erases that succeeded. */
	uint64_t erased;
	/** Pages that were programmed. */
	uint64_t programmed;
	/** Erases that were tried again. */
	uint64_t retries;
	/** Bits that error correction put right in what was read. */
	uint64_t corrected;
	/** Bad blocks of the area that are left out, marked ones included. */
	uint64_t bad_blocks;
	/** Blocks that were marked bad. */
	uint64_t marked_bad;
	/** All of the data are in the area, and were read there. */
	bool verified;
	/** Where the sector begins that failed, in bytes from the beginning of
	 * the area (with skip_bad: of its good blocks); UINT64_MAX if none
	 * did. */
	uint64_t failed_offset;
	/** Something of the area was changed, or may have been. */
	bool changed;
	/** It failed because a sector does not read as it was written, though
	 * the device reported success. */
	bool differs;
	/** With head_last, after a failure: the head was made invalid, and
	 * nothing was written to it since. */
	bool head_invalid;
	/** What was unlocked could not all be locked again. */
	bool left_unlocked;
};

/**
 * @brief Begin an update. Looks at every sector that may be changed, and
 * refuses what can be refused; changes nothing but what unlock asks for.
 *
 * Another writer, of this process or another one (which both have to have a
 * map with the same root), cannot have a part of the same range. The file of
 * this lock is below /run/flashmap; where it cannot be had, that is a warning
 * in the log, and the lock holds in this process only, for each map alone, as
 * it does on simulated chips.
 *
 * @param fa the area, which is copied
 * @param options how; NULL for the default
 * @param options_size sizeof(*options), so that the structure can grow; 0 if
 *	options is NULL
 * @param writer where it is stored, to be given to flashmap_writer_close();
 *	NULL on failure
 * @return 0, or with nothing changed:
 *	-EINVAL if a pointer is NULL, options_size does not suit options, the
 *	offset is not inside the area, options contradict each other (mark_bad
 *	without skip_bad; head_last with a start inside a sector), the area
 *	begins inside a sector, or offset does and what is before it is not
 *	blank, without keep;
 *	-ENOSPC if length is more than there is room for in whole (good)
 *	sectors;
 *	-EROFS if a part is read-only or protected;
 *	-EBUSY if a part is in use, or another writer has it;
 *	-EPERM if a sector is locked, without unlock;
 *	-EOVERFLOW if what is to be unlocked is out of the kernel's reach;
 *	-EIO if a bad block is in the range, without skip_bad;
 *	-EBADMSG if what is before the offset in its sector cannot be read;
 *	-ENOTSUP if the device cannot be erased, options has what this release
 *	does not know, sha256 is asked for in a build without it, or head_last
 *	on NAND where a cut destroys pages programmed before (MLC);
 *	-ENODEV, -ENXIO, -ESTALE, -ENOMEM and what open(2) says, as
 *	flash_area_erase()
 *
 * Since 0.1.
 */
int flashmap_writer_open(const struct flash_area *fa,
			 const struct flashmap_writer_options *options,
			 size_t options_size, struct flashmap_writer **writer);

/**
 * @brief Take the next data. They are written when their sector is complete.
 *
 * After a failure nothing more is written, and every later call but
 * flashmap_writer_close() returns the same; the log names the offset.
 *
 * @param writer the writer
 * @param data the data
 * @param length how many bytes
 * @return 0; -EINVAL if writer or data is NULL, or it is finished; -EFBIG if
 *	that is more than the length that was told; -ENOSPC if it is more than
 *	there is room for, nothing of it being written then, or a block
 *	went bad and no good one is left in its place; -ECANCELED if progress
 *	said so; -EIO if a sector fails or does not read back as it
 *	was written; -ENODEV and others as flash_area_write()
 *
 * Since 0.1.
 */
int flashmap_writer_write(struct flashmap_writer *writer, const void *data,
			  size_t length);

/**
 * @brief Write what is left, the rest of the last sector being filled with the
 * erased value, lock again what was unlocked, and tell what was done.
 * @param writer the writer
 * @param counts where it is told, also on failure; may be NULL
 * @param counts_size sizeof(*counts), so that the structure can grow; 0 if
 *	counts is NULL
 * @return 0 if all of the data are in the area; -EINVAL if writer is NULL or
 *	counts_size does not suit counts; -ENODATA if less came than was told;
 *	-EILSEQ if the SHA-256 is another one (with either the head of
 *	head_last, and always the last sector, are not written); -EIO also if
 *	what was unlocked could not be locked again; else as
 *	flashmap_writer_write()
 *
 * Since 0.1.
 */
int flashmap_writer_finish(struct flashmap_writer *writer,
			   struct flashmap_writer_counts *counts,
			   size_t counts_size);

/**
 * @brief Free a writer; an update that is not finished is given up where it
 * is, and what was unlocked is locked again.
 * @param writer the writer, or NULL
 * @return 0; -EIO if what was unlocked could not be locked again, which
 *	flashmap_writer_finish() has not told before; what giving back a cache
 *	says. The writer is freed in any case.
 *
 * Since 0.1.
 */
int flashmap_writer_close(struct flashmap_writer *writer);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_WRITER_H */
