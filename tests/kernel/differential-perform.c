// SPDX-License-Identifier: BSD-2-Clause
/* An operation on one side. */

#include <errno.h>
#include <string.h>

#include <flashmap/area.h>
#include <flashmap/ecc.h>
#include <flashmap/lock.h>

#include "differential.h"

/* No device: what fa_dev must not be taken for. */
static const uint64_t stale[64];

/* By its name only a device of the default map is found. */
static void name_device(const struct side *side, struct flash_area *made,
			const struct device *device)
{
	if (!side->device_name[0])
		return;
	made->fa_dev = device;
	made->fa_dev_name = side->device_name;
}

/* The area of an operation; made, where it is not the map's own. */
static const struct flash_area *find_area(const struct side *side,
					  const struct operation *operation,
					  struct flash_area *made)
{
	bool whole = operation->area_size == side->area->fa_size;

	if (operation->made == AREA_NULL)
		return NULL;
	if (operation->made == AREA_OWN && whole)
		return side->area;
	*made = *side->area;
	made->fa_size = (size_t)operation->area_size;
	if (operation->made == AREA_OWN || operation->made == AREA_COPY)
		return made;
	made->fa_id = FLASH_AREA_ID_NONE;
	made->fa_label = NULL;
	made->fa_off = operation->area_offset;
	switch (operation->made) {
	case AREA_BY_NAME:
		name_device(side, made, NULL);
		break;
	case AREA_BY_NAME_STALE:
		name_device(side, made,
			    (const struct device *)(const void *)stale);
		break;
	case AREA_BY_DEVICE:
		made->fa_dev_name = NULL;
		made->fa_off += side->area->fa_off;
		break;
	case AREA_OTHER_NAME:
		made->fa_off += side->area->fa_off;
		made->fa_dev_name = side->other_name;
		break;
	default:
		made->fa_dev = NULL;
		made->fa_dev_name = "no such device";
	}
	return made;
}

static void get_sectors(const struct flash_area *fa,
			const struct operation *operation,
			struct flash_sector *sectors, struct outcome *outcome)
{
	outcome->count = operation->count;
	outcome->rc =
		flashmap_area_get_sectors(fa, operation->first, &outcome->count,
					  operation->null ? NULL : sectors);
}

/* The default map is the device's. */
static void get_sectors_by_id(const struct test *test, const struct side *side,
			      const struct operation *operation,
			      struct flash_sector *sectors,
			      struct outcome *outcome)
{
	static const int wrong[] = {
		-1, 256, INT_MAX, INT_MIN, FLASH_AREA_ID_NONE, 200, 257,
	};
	int id = test->device.area->fa_id;

	if (operation->first > 0)
		id = wrong[operation->first - 1];
	outcome->count = operation->count;
	if (side == &test->device || operation->first > 0)
		outcome->rc =
			flash_area_get_sectors(id, &outcome->count, sectors);
	else
		get_sectors(side->area, operation, sectors, outcome);
}

static void ask(const struct test *test, const struct flash_area *fa,
		struct outcome *outcome)
{
	struct flashmap_area_info info;
	uint64_t *told = outcome->told;

	outcome->rc = flashmap_area_get_info(fa, &info, sizeof(info));
	told[0] = flash_area_align(fa);
	told[1] = flash_area_erased_val(fa);
	told[2] = (uint64_t)flash_area_has_driver(fa);
	if (outcome->rc < 0)
		return;
	told[3] = info.erase_size;
	told[4] = info.sector_count;
	told[5] = info.oob_size;
	told[6] = (uint64_t)info.bad_blocks_possible << 1 | info.read_only;
	if (!test->settings.rules_named && info.type)
		strncpy((char *)&told[7], info.type, sizeof(told[7]));
}

static void open_unknown(const struct side *side,
			 const struct operation *operation,
			 struct outcome *outcome)
{
	const struct flash_area *fa = side->area;

	if (operation->count % 2 == 0)
		outcome->rc = flashmap_open_id(side->map,
					       (uint8_t)operation->count, &fa);
	else
		outcome->rc =
			flashmap_open_label(side->map, "no such area", &fa);
	outcome->told[0] = fa != NULL;
}

static void read_ecc(const struct flash_area *fa,
		     const struct operation *operation, uint8_t *buffer,
		     struct outcome *outcome)
{
	bool asked = operation->count == ECC_ASKED ||
		     operation->count == ECC_WITHOUT_SIZE;
	bool sized = operation->count == ECC_ASKED ||
		     operation->count == ECC_WITHOUT_BUFFER;
	struct flashmap_ecc ecc = { 0 };

	outcome->rc = flashmap_area_read_ecc(fa, operation->offset,
					     operation->null ? NULL : buffer,
					     (size_t)operation->length,
					     asked ? &ecc : NULL,
					     sized ? sizeof(ecc) : 0);
	outcome->told[0] = ecc.corrected;
	outcome->told[1] = ecc.failed;
	outcome->told[2] = ecc.max_bitflips;
	outcome->told[3] = (uint64_t)ecc.known << 1 | ecc.refresh_wanted;
}

static void ask_statistics(const struct flash_area *fa, struct outcome *outcome)
{
	struct flashmap_ecc_statistics statistics = { 0 };
	uint64_t *told = outcome->told;

	outcome->rc = flashmap_area_get_ecc_statistics(fa, &statistics,
						       sizeof(statistics));
	told[0] = statistics.strength;
	told[1] = statistics.step_size;
	told[2] = statistics.bitflip_threshold;
	told[3] = statistics.corrected;
	told[4] = statistics.failed;
	told[5] = statistics.bad_blocks;
	told[6] = statistics.reserved_blocks;
	told[7] = statistics.found.corrected + statistics.found.failed;
}

static void use_view(const struct test *test, const struct side *side,
		     const struct operation *operation, uint8_t *buffer,
		     struct outcome *outcome)
{
	const uint8_t *data = operation->null ? NULL : test->data;
	size_t length = (size_t)operation->length;
	off_t area_offset = 0;

	if (operation->kind == OP_VIEW_READ)
		outcome->rc = flashmap_goodblocks_read(
			side->view, operation->offset,
			operation->null ? NULL : buffer, length, NULL, 0);
	else if (operation->kind == OP_VIEW_WRITE)
		outcome->rc = flashmap_goodblocks_write(
			side->view, operation->offset, data, length);
	else
		outcome->rc = flashmap_goodblocks_erase(
			side->view, operation->offset, length);
	outcome->told[0] = flashmap_goodblocks_capacity(side->view);
	outcome->told[1] = flashmap_goodblocks_bad_count(side->view);
	outcome->told[2] = (uint64_t)flashmap_goodblocks_to_area(
		side->view, operation->offset, &area_offset);
	outcome->told[3] = (uint64_t)area_offset;
}

void perform(const struct test *test, const struct side *side,
	     const struct operation *operation, uint8_t *buffer,
	     struct flash_sector *sectors, struct outcome *outcome)
{
	const uint8_t *data = operation->null ? NULL : test->data;
	size_t length = (size_t)operation->length;
	const struct flash_area *fa;
	struct flash_area made;

	memset(outcome, 0, sizeof(*outcome));
	fa = find_area(side, operation, &made);
	switch (operation->kind) {
	case OP_READ:
		outcome->rc = flash_area_read(fa, operation->offset,
					      operation->null ? NULL : buffer,
					      length);
		break;
	case OP_WRITE:
	case OP_FORBIDDEN:
		outcome->rc =
			flash_area_write(fa, operation->offset, data, length);
		break;
	case OP_ERASE:
		outcome->rc = flash_area_erase(fa, operation->offset, length);
		break;
	case OP_VIEW_READ:
	case OP_VIEW_WRITE:
	case OP_VIEW_ERASE:
		use_view(test, side, operation, buffer, outcome);
		break;
	case OP_READ_ECC:
		read_ecc(fa, operation, buffer, outcome);
		break;
	case OP_STATISTICS:
		ask_statistics(fa, outcome);
		break;
	case OP_IS_LOCKED:
		outcome->rc = flashmap_area_is_locked(fa, operation->offset);
		break;
	case OP_LOCK:
		outcome->rc =
			operation->count
				? flashmap_area_lock(fa, operation->offset,
						     length)
				: flashmap_area_unlock(fa, operation->offset,
						       length);
		break;
	case OP_MARK_BAD:
		outcome->rc = flashmap_area_mark_bad(fa, operation->offset);
		break;
	case OP_SECTORS:
		get_sectors(fa, operation, sectors, outcome);
		break;
	case OP_SECTORS_BY_ID:
		get_sectors_by_id(test, side, operation, sectors, outcome);
		break;
	case OP_IS_BAD:
		outcome->rc = flashmap_area_is_bad(fa, operation->offset);
		break;
	case OP_ASK:
		ask(test, fa, outcome);
		break;
	case OP_OPEN:
		open_unknown(side, operation, outcome);
		break;
	case OP_CLOSE:
		flash_area_close(fa);
		break;
	default:
		outcome->rc = flashmap_release(side->map);
	}
}
