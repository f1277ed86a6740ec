// SPDX-License-Identifier: BSD-2-Clause
/* /proc/mtd: no text crashes, hangs, or takes memory without bound. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "discover/discover.h"
#include "runner.h"

static unsigned long listed;
static char folder[64], proc[80], list[96];
static struct fm_root root;

static void remove_folder(void)
{
	fm_root_destroy(&root);
	unlink(list);
	rmdir(proc);
	rmdir(folder);
}

/* The file is one in memory, which has a link in place of proc/mtd. */
static int open_list(void)
{
	const char *above = getenv("TMPDIR");
	int fd = memfd_create("mtd", MFD_CLOEXEC);
	char target[64];

	snprintf(folder, sizeof(folder), "%s/flashmap-fuzz-XXXXXX",
		 above && strlen(above) < 32 ? above : "/tmp");
	if (!mkdtemp(folder))
		abort();
	snprintf(proc, sizeof(proc), "%s/proc", folder);
	snprintf(list, sizeof(list), "%s/mtd", proc);
	if (mkdir(proc, 0700) < 0 || fm_root_init(&root, folder) < 0)
		abort();
	atexit(remove_folder);
	snprintf(target, sizeof(target), "/proc/self/fd/%d", fd);
	if (symlink(target, list) < 0)
		abort();
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	struct fm_description description;

	if (fd < 0)
		fd = open_list();
	if (fd < 0 || ftruncate(fd, 0) < 0 ||
	    pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	fm_description_init(&description);
	fm_discover_mtds(&root, &description);
	listed += description.mtd_count > 0;
	if (description.mtd_count > size ||
	    description.finding_count > size + 8)
		abort();
	fm_description_destroy(&description);
	return 0;
}

static size_t write_seed(unsigned int number, uint8_t *buffer)
{
	int length =
		sprintf((char *)buffer, "dev:    size   erasesize  name\n");

	for (unsigned int i = 0; i < number * 4; i++)
		length += sprintf((char *)buffer + length,
				  "mtd%u: %08x %08x \"part \\\"%u\"\n", i,
				  0x10000u << i, 0x1000u, i);
	return (size_t)length;
}

static bool report(unsigned long runs)
{
	printf("%s: %lu gave MTDs\n", fuzz_target.name, listed);
	return listed >= runs * 3 / 10;
}

const struct fuzz_target fuzz_target = {
	.name = "fuzz-procmtd",
	.seed_count = 5,
	.write_seed = write_seed,
	.mutate = fuzz_mutate_bytes,
	.report = report,
};
