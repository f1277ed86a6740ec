// SPDX-License-Identifier: GPL-2.0-or-later

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guest.h"
#include "guest-raw.h"

#define OOB_SIZE 64

/* include/uapi/mtd/mtd-abi.h of Linux 6.1 */
#ifndef MEMREAD
struct mtd_read_req_ecc_stats {
	__u32 uncorrectable_errors;
	__u32 corrected_bitflips;
	__u32 max_bitflips;
};

struct mtd_read_req {
	__u64 start;
	__u64 len;
	__u64 ooblen;
	__u64 usr_data;
	__u64 usr_oob;
	__u8 mode;
	__u8 padding[7];
	struct mtd_read_req_ecc_stats ecc_stats;
};

#define MEMREAD _IOWR('M', 26, struct mtd_read_req)
#endif

int raw_open(const char *name)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/dev/mtd%d", mtd_number(name));
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		FAIL("%s cannot be opened: %s", path, strerror(errno));
	return fd;
}

uint8_t *raw_write_block(const char *name, off_t off, unsigned int seed)
{
	struct erase_info_user64 erase = { (__u64)off, NAND_BLOCK };
	uint8_t *data = filled(NAND_BLOCK, seed);
	int fd = raw_open(name);

	for (size_t i = 0; i < NAND_BLOCK; i += NAND_PAGE)
		data[i + RAW_SPOILT_BYTE] = 0xff;
	CHECK_EQ(ioctl(fd, MEMERASE64, &erase), 0);
	CHECK_EQ(pwrite(fd, data, NAND_BLOCK, off), NAND_BLOCK);
	close(fd);
	return data;
}

static int memread(const char *name, off_t page, void *data, uint8_t mode,
		   struct raw_ecc *found)
{
	struct mtd_read_req request = {
		.start = (__u64)page,
		.len = NAND_PAGE,
		.usr_data = (uintptr_t)data,
		.mode = mode,
	};
	int fd = raw_open(name);
	int rc = ioctl(fd, MEMREAD, &request) < 0 ? -errno : 0;

	close(fd);
	found->failed = request.ecc_stats.uncorrectable_errors;
	found->corrected = request.ecc_stats.corrected_bitflips;
	found->max_bitflips = request.ecc_stats.max_bitflips;
	return rc;
}

int raw_memread(const char *name, off_t page, void *data, struct raw_ecc *found)
{
	return memread(name, page, data, MTD_OPS_PLACE_OOB, found);
}

void raw_read_uncorrected(const char *name, off_t page, void *data)
{
	struct raw_ecc unused;

	CHECK_EQ(memread(name, page, data, MTD_OPS_RAW, &unused), 0);
}

void raw_read(const char *name, off_t off, void *data, size_t size)
{
	int fd = raw_open(name);

	CHECK_EQ(pread(fd, data, size, off), (long long)size);
	close(fd);
}

void raw_spoil(const char *name, off_t page, unsigned int bits)
{
	uint8_t data[NAND_PAGE], oob[OOB_SIZE];
	struct mtd_write_req request = {
		.start = (__u64)page,
		.len = NAND_PAGE,
		.ooblen = OOB_SIZE,
		.usr_data = (uintptr_t)data,
		.usr_oob = (uintptr_t)oob,
		.mode = MTD_OPS_RAW,
	};
	int fd = raw_open(name);

	raw_read_uncorrected(name, page, data);
	CHECK_EQ(data[RAW_SPOILT_BYTE], 0xff);
	data[RAW_SPOILT_BYTE] = (uint8_t)(0xff << bits);
	/* The bits of both are ANDed: the ECC stays that of what was written. */
	memset(oob, 0xff, sizeof(oob));
	CHECK_EQ(ioctl(fd, MEMWRITE, &request), 0);
	close(fd);
}

struct mtd_ecc_stats raw_stats(const char *name)
{
	struct mtd_ecc_stats stats;
	int fd = raw_open(name);

	CHECK_EQ(ioctl(fd, ECCGETSTATS, &stats), 0);
	close(fd);
	return stats;
}

void raw_forbid_memread(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 3),
		/* The low half, on a little-endian machine. */
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, args[1])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (__u32)MEMREAD, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOTTY),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {
		sizeof(filter) / sizeof(filter[0]),
		filter,
	};

	CHECK_EQ(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	CHECK_EQ(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}
