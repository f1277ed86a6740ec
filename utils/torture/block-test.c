// SPDX-License-Identifier: GPL-2.0-or-later
#include "torture/block-test.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/fs.h>

/* It does not include what it needs. */
#include <libmtd.h>

#include "mtdblock.h"
#include "torture/capture.h"

struct block_test {
	libmtd_t library;
	struct mtd_dev_info info;
	int fd;
	bool changed;
};

bool block_test_is_supported(void)
{
	return true;
}

/* libmtd's errno is 0 where there is no MTD at all. */
static int last_error(void)
{
	return errno ? -errno : -ENODEV;
}

static int open_device(struct block_test *test, int mtd)
{
	char node[32];

	test->library = libmtd_open();
	if (!test->library)
		return last_error();
	if (mtd_get_dev_info1(test->library, mtd, &test->info))
		return last_error();
	snprintf(node, sizeof(node), "/dev/mtd%d", mtd);
	test->fd = open(node, O_RDWR | O_CLOEXEC);
	return test->fd < 0 ? -errno : 0;
}

int block_test_open(int mtd, struct block_test **test,
		    struct block_test_facts *facts)
{
	struct capture capture;
	int error;

	*test = calloc(1, sizeof(**test));
	if (!*test)
		return -ENOMEM;
	(*test)->fd = -1;
	error = capture_start(&capture);
	if (!error) {
		error = open_device(*test, mtd);
		free(capture_end(&capture));
	}
	if (error) {
		block_test_close(*test);
		*test = NULL;
		return error;
	}
	facts->name = (*test)->info.name;
	facts->size = (uint64_t)(*test)->info.size;
	facts->block_size = (uint64_t)(*test)->info.eb_size;
	facts->uniform = (*test)->info.region_cnt <= 1;
	return 0;
}

/* What the kernel keeps of the block device is from before the test. */
static void drop_cache(int mtd)
{
	struct stat found;
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/dev/mtdblock%d", mtd);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return;
	if (fstat(fd, &found) == 0 && mtdblock_is_of(&found, mtd))
		ioctl(fd, BLKFLSBUF, NULL);
	close(fd);
}

void block_test_close(struct block_test *test)
{
	if (!test)
		return;
	if (test->changed)
		drop_cache(test->info.mtd_num);
	if (test->fd >= 0)
		close(test->fd);
	if (test->library)
		libmtd_close(test->library);
	free(test);
}

int block_test_run(struct block_test *test, uint64_t block, char **complaint)
{
	struct capture capture;
	int error;

	*complaint = NULL;
	if (block > INT_MAX)
		return -EOVERFLOW;
	error = capture_start(&capture);
	if (error)
		return error;
	test->changed = true;
	errno = 0;
	if (mtd_torture(test->library, &test->info, test->fd, (int)block))
		error = errno ? -errno : -EIO;
	*complaint = capture_end(&capture);
	return error;
}
