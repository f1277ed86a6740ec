// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include "device/counted-read.h"
#include "device/ecc-read.h"
#include "device/mtd.h"
#include "device/node.h"
#include "device/transfer.h"

void fm_ecc_reader_init(struct fm_ecc_reader *reader, pthread_mutex_t *lock)
{
	reader->lock = lock;
	atomic_init(&reader->no_memread, false);
	atomic_init(&reader->no_counters, false);
}

/* Of fm_counted_read(): the descriptor is its context. */
static int read_plainly(void *context, uint64_t offset, void *data,
			size_t length)
{
	size_t done;

	return fm_transfer_read(*(int *)context, offset, data, length, &done);
}

static int count(void *context, struct fm_ecc_counters *counters)
{
	return fm_mtd_count_ecc(*(int *)context, counters);
}

static int read_counted(struct fm_ecc_reader *reader, int fd,
			const struct fm_geometry *geometry, uint64_t offset,
			void *data, size_t length, struct fm_ecc_found *found)
{
	const struct fm_counted_device device = {
		.read = read_plainly,
		.count = count,
		.context = &fd,
		/* A recorded tree may tell nonsense. */
		.page_size = geometry->write_size > 0 ? geometry->write_size
						      : 1,
		.bitflip_threshold = geometry->ecc.bitflip_threshold,
	};
	int rc;

	if (reader->lock)
		pthread_mutex_lock(reader->lock);
	rc = fm_counted_read(&device, offset, data, length, found);
	if (reader->lock)
		pthread_mutex_unlock(reader->lock);
	return rc;
}

static bool is_unsupported(int error)
{
	return fm_node_error(-error) == -ENOTSUP;
}

int fm_ecc_read(struct fm_ecc_reader *reader, int fd,
		const struct fm_geometry *geometry, uint64_t offset, void *data,
		size_t length, struct fm_ecc_found *found)
{
	int rc;

	if (!atomic_load(&reader->no_memread)) {
		rc = fm_mtd_read(fd, offset, data, length,
				 geometry->ecc.bitflip_threshold, found);
		if (rc >= 0 || !is_unsupported(rc))
			return rc;
		atomic_store(&reader->no_memread, true);
	}
	if (!atomic_load(&reader->no_counters)) {
		rc = read_counted(reader, fd, geometry, offset, data, length,
				  found);
		if (rc >= 0 || !is_unsupported(rc))
			return rc;
		atomic_store(&reader->no_counters, true);
	}
	found->untold = true;
	return read_plainly(&fd, offset, data, length);
}
