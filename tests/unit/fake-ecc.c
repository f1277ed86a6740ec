// SPDX-License-Identifier: BSD-2-Clause
/*
 * What error correction of a fake NAND does, and who is told: as
 * drivers/mtd/mtdchar.c, mtdcore.c and nand/raw/nand_base.c of Linux 6.1.
 */

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fake-private.h"

#define NO_PAGE UINT64_MAX

/* Of fake_disturb(). */
struct disturbance {
	const struct fake_mtd *mtd;
	bool always;
	unsigned int reads;
	uint32_t corrected, failed;
};

static struct disturbance disturbance;

void fake_add_ecc(struct fake_mtd *mtd)
{
	mtd->kept_page = NO_PAGE;
	if (!mtd->content || !fake_is_nand(mtd))
		return;
	mtd->steps = calloc(mtd->options.size / mtd->options.ecc_step_size,
			    sizeof(*mtd->steps));
	ck_assert_ptr_nonnull(mtd->steps);
}

static struct fake_step *step_at(struct fake_mtd *mtd, uint64_t offset)
{
	return &mtd->steps[offset / mtd->options.ecc_step_size];
}

void fake_flip(struct fake_mtd *mtd, uint64_t offset, uint32_t flips)
{
	step_at(mtd, offset)->flips = flips;
}

void fake_ruin(struct fake_mtd *mtd, uint64_t offset)
{
	step_at(mtd, offset)->ruined = true;
	mtd->content[offset] ^= 3;
}

void fake_disturb(struct fake_mtd *mtd, unsigned int reads, uint32_t corrected,
		  uint32_t failed)
{
	disturbance = (struct disturbance){
		.mtd = mtd,
		.always = reads == FAKE_ALWAYS,
		.reads = reads,
		.corrected = corrected,
		.failed = failed,
	};
}

void fake_renew_ecc(struct fake_mtd *mtd, uint64_t offset, uint64_t length)
{
	uint32_t size = mtd->options.ecc_step_size;

	if (!mtd->steps)
		return;
	memset(step_at(mtd, offset), 0,
	       (size_t)(length / size) * sizeof(*mtd->steps));
	mtd->kept_page = NO_PAGE;
}

static void raise(atomic_uint *counter, uint32_t count)
{
	atomic_fetch_add_explicit(counter, count, memory_order_relaxed);
}

static void disturb(struct fake_mtd *mtd)
{
	if (fake_is_quiet() || disturbance.mtd != mtd)
		return;
	if (!disturbance.always) {
		if (disturbance.reads == 0)
			return;
		disturbance.reads--;
	}
	raise(&mtd->corrected, disturbance.corrected);
	raise(&mtd->failed, disturbance.failed);
}

/* All steps of a page are looked at, also where a part is read. */
static struct mtd_read_req_ecc_stats judge_page(struct fake_mtd *mtd,
						uint64_t page)
{
	struct mtd_read_req_ecc_stats found = { 0 };
	uint64_t offset = page * mtd->options.write_size;
	uint64_t end = offset + mtd->options.write_size;

	for (; offset < end; offset += mtd->options.ecc_step_size) {
		const struct fake_step *step = step_at(mtd, offset);

		if (step->ruined) {
			found.uncorrectable_errors++;
			continue;
		}
		found.corrected_bitflips += step->flips;
		if (step->flips > found.max_bitflips)
			found.max_bitflips = step->flips;
	}
	return found;
}

static void read_page(struct fake_mtd *mtd, uint64_t page, bool in_part,
		      struct mtd_read_req_ecc_stats *sum)
{
	struct mtd_read_req_ecc_stats found = judge_page(mtd, page);

	if (mtd->keeps_page && mtd->kept_page == page) {
		/* nand_do_read_ops() counts nothing then. */
		found.corrected_bitflips = 0;
	} else if (mtd->keeps_page && in_part) {
		mtd->kept_page = found.uncorrectable_errors ? NO_PAGE : page;
	}
	if (!mtd->uncounted) {
		raise(&mtd->corrected, found.corrected_bitflips);
		raise(&mtd->failed, found.uncorrectable_errors);
	}
	sum->corrected_bitflips += found.corrected_bitflips;
	sum->uncorrectable_errors += found.uncorrectable_errors;
	if (found.max_bitflips > sum->max_bitflips)
		sum->max_bitflips = found.max_bitflips;
}

static void read_pages(struct fake_mtd *mtd, uint64_t offset, size_t length,
		       struct mtd_read_req_ecc_stats *sum)
{
	uint64_t size = mtd->options.write_size;
	uint64_t end = offset + length;

	for (uint64_t page = offset / size; page * size < end; page++)
		read_page(mtd, page,
			  offset > page * size || end < (page + 1) * size, sum);
}

void fake_read_bytes(struct fake_mtd *mtd, void *data, uint64_t offset,
		     size_t length, struct mtd_read_req_ecc_stats *found)
{
	struct mtd_read_req_ecc_stats ignored = { 0 };

	if (mtd->content)
		memcpy(data, mtd->content + offset, length);
	else
		memset(data, 0xff, length);
	if (mtd->steps)
		read_pages(mtd, offset, length, found ? found : &ignored);
	disturb(mtd);
}

/* mtd_read_oob(): what it returns for one call of the driver. */
static int read_chunk(struct fake_mtd *mtd, void *data, uint64_t offset,
		      size_t length, struct mtd_read_req_ecc_stats *sum)
{
	struct mtd_read_req_ecc_stats found = { 0 };
	int error = 0;

	fake_read_bytes(mtd, data, offset, length, &found);
	if (found.uncorrectable_errors) {
		/* A driver returns either an error or the most flips. */
		found.max_bitflips = 0;
		error = EBADMSG;
	} else if (found.max_bitflips &&
		   found.max_bitflips >= mtd->options.bitflip_threshold) {
		error = EUCLEAN;
	}
	if (mtd->uncounted)
		memset(&found, 0, sizeof(found));
	sum->uncorrectable_errors += found.uncorrectable_errors;
	sum->corrected_bitflips += found.corrected_bitflips;
	if (found.max_bitflips > sum->max_bitflips)
		sum->max_bitflips = found.max_bitflips;
	return error;
}

/* mtdchar_read_ioctl(): it goes on after what could not be corrected. */
int fake_memread(struct fake_mtd *mtd, struct mtd_read_req *request,
		 size_t limit)
{
	struct mtd_read_req_ecc_stats *sum = &request->ecc_stats;
	uint8_t *data = (uint8_t *)(uintptr_t)request->usr_data;
	uint64_t left = request->len & 0xffffffff;
	int error = 0;

	if (!fake_is_nand(mtd))
		return fake_refuse(EOPNOTSUPP);
	memset(sum, 0, sizeof(*sum));
	if (request->start + left > mtd->options.size) {
		request->len = 0;
		return fake_refuse(EINVAL);
	}
	if (left > limit)
		left = limit;
	request->len = left;
	while (left > 0) {
		size_t size = left < mtd->options.erase_size
				      ? (size_t)left
				      : mtd->options.erase_size;

		error = read_chunk(mtd, data, request->start, size, sum);
		request->start += size;
		data += size;
		left -= size;
	}
	if (sum->uncorrectable_errors)
		error = EBADMSG;
	else if (sum->corrected_bitflips && error != EBADMSG)
		error = EUCLEAN;
	return error ? fake_refuse(error) : 0;
}

int fake_get_stats(struct fake_mtd *mtd, struct mtd_ecc_stats *stats)
{
	const struct fake_options *options = &mtd->options;

	memset(stats, 0, sizeof(*stats));
	stats->corrected =
		atomic_load_explicit(&mtd->corrected, memory_order_relaxed);
	stats->failed =
		atomic_load_explicit(&mtd->failed, memory_order_relaxed);
	stats->bbtblocks = mtd->reserved_blocks;
	for (uint64_t i = 0;
	     mtd->bad && i < options->size / options->erase_size;
	     i++)
		stats->badblocks += mtd->bad[i];
	return 0;
}
