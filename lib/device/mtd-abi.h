/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What <mtd/mtd-user.h> may be too old for; whether the running kernel has it
 * is found out by asking. include/uapi/mtd/mtd-abi.h, Linux 6.1.
 */
#ifndef FM_DEVICE_MTD_ABI_H
#define FM_DEVICE_MTD_ABI_H

#include <linux/ioctl.h>
#include <linux/types.h>

struct fm_mtd_read_request {
	__u64 start;
	__u64 length;
	__u64 oob_length;
	__u64 data;
	__u64 oob;
	__u8 mode;
	__u8 padding[7];
	struct {
		__u32 uncorrectable_errors;
		__u32 corrected_bitflips;
		__u32 max_bitflips;
	} ecc;
};

/* Linux 5.8. */
#define FM_MTD_SLC_ON_MLC_EMULATION 0x4000

#define FM_MEMREAD _IOWR('M', 26, struct fm_mtd_read_request)

#endif /* FM_DEVICE_MTD_ABI_H */
