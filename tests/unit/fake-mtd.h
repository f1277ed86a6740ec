/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plays the kernel's MTD devices to the library. The test program is linked
 * with --wrap, so that open() and the like come here first; what is not a node
 * <test_folder>/dev/mtdN of a fake goes on to the real function. A fake has
 * its folder below <test_folder>/sys too.
 */
#ifndef TESTS_FAKE_MTD_H
#define TESTS_FAKE_MTD_H

#include <linux/types.h>
#include <mtd/mtd-user.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "device/mtd-medium.h"

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

struct flashmap;
struct fake_mtd;

/* What is 0 or NULL has the default that its comment names. */
struct fake_options {
	int number;
	/* "mtdN" */
	const char *name;
	/* As sysfs spells it: "nor" */
	const char *type;
	/* 64 KiB; above FAKE_CONTENT_LIMIT it reads as erased. */
	uint64_t size;
	/* 4096 */
	uint32_t erase_size;
	/* erasesize is 0. */
	bool no_erase;
	/* 1 */
	uint32_t write_size;
	uint32_t oob_size;
	/* Bits that are corrected in a step; none. */
	uint32_t ecc_strength;
	/* A page. */
	uint32_t ecc_step_size;
	/* Unknown. */
	uint32_t bitflip_threshold;
	/* What suits the type. */
	uint32_t flags;
	/* flags without MTD_WRITEABLE. */
	bool read_only;
	/* The attribute "offset", in what it is a part of. */
	bool offset_present;
	uint64_t offset;
	/* Folder below sys: "devices/virtual" */
	const char *device;
	/* The MTD that it is a part of, instead of a device. */
	const struct fake_mtd *above;
	/* Path in the device tree; none. */
	const char *of_node;
	/* Erase regions, the caller's. */
	const struct region_info_user *regions;
	uint32_t region_count;
	bool no_sysfs;
};

#define FAKE_CONTENT_LIMIT (64u << 20)
/* A device of more has no bad ones, nor memory for them. */
#define FAKE_SECTOR_LIMIT (16u << 20)

/* What an ECC step is like to read. */
struct fake_step {
	/* Bits that a read corrects. */
	uint32_t flips;
	/* It cannot be corrected. */
	bool ruined;
};

/* How MEMLOCK, MEMUNLOCK and MEMISLOCKED behave; 0: EOPNOTSUPP. */
struct fake_locking {
	bool can_lock;
	bool can_tell;
	/* The errno that a change of locks reports, though it is made. */
	int reported;
	/* Changes are not made, whatever is reported. */
	bool ignored;
	/* A change is made to whole units of this size; 0: of a sector. */
	uint64_t granularity;
};

/* A test may change it at any time, except for what options is about. */
struct fake_mtd {
	struct fake_options options;
	/* NULL above FAKE_CONTENT_LIMIT. */
	uint8_t *content;
	/* One a sector of erase_size. */
	bool *bad;
	/* Blocks for a table of bad blocks. */
	uint32_t reserved_blocks;
	/* One a step; only of NAND that has content. */
	struct fake_step *steps;
	/* The kernel's counters, which all readers share. */
	atomic_uint corrected, failed;
	/* The driver leaves the counters alone, and says EBADMSG. */
	bool uncounted;
	/* The driver keeps a page that was read in part. */
	bool keeps_page;
	uint64_t kept_page;
	struct fake_locking locking;
	/* One a smallest sector. */
	bool *locked;
	/* What fstat() says of its node. */
	mode_t mode;
	unsigned int major, minor;
	/* Whether there is a /dev/mtdblockN, and what fstat() says of it. */
	bool block_device;
	mode_t block_mode;
	unsigned int block_major, block_minor;
	/* It was removed: its node is not there. */
	bool gone;
	/* Of fake_watch(): a real file, which has nothing of the above. */
	const char *file;
};

/* A fake whose content is erased, with its folder in sysfs. */
struct fake_mtd *fake_add(const struct fake_options *options);
/* Takes it from sysfs and its node away; what is open stays open. */
void fake_remove(struct fake_mtd *mtd);
/* Gives it another number. */
void fake_renumber(struct fake_mtd *mtd, int number);
void fake_mark_bad(struct fake_mtd *mtd, uint64_t offset);
/* So many bits of the step that holds offset are corrected at each read. */
void fake_flip(struct fake_mtd *mtd, uint64_t offset, uint32_t flips);
/* The step that holds offset cannot be corrected, and two bits are wrong. */
void fake_ruin(struct fake_mtd *mtd, uint64_t offset);
/*
 * During each of the next reads (FAKE_ALWAYS: of all) other readers of the
 * chip raise its counters by this.
 */
void fake_disturb(struct fake_mtd *mtd, unsigned int reads, uint32_t corrected,
		  uint32_t failed);
/* As if somebody else had locked or unlocked a range. */
void fake_set_locked(struct fake_mtd *mtd, uint64_t offset, uint64_t length,
		     bool locked);
/* Whether all of a range is locked. */
bool fake_is_locked(const struct fake_mtd *mtd, uint64_t offset,
		    uint64_t length);
/* Fills the content: byte n is pattern + n. */
void fake_fill(struct fake_mtd *mtd, uint8_t pattern);
/* The folder of a fake below test_folder(), "sys/devices/virtual/mtd/mtd0". */
const char *fake_folder(const struct fake_mtd *mtd);

/* /proc/mtd of all fakes. */
void fake_write_procmtd(void);

/* A new map with root test_folder(), loaded; the caller's to unref. */
struct flashmap *fake_load_map(void);

/* What the library would know of a fake from sysfs. */
struct fm_mtd_parameters fake_parameters(const struct fake_mtd *mtd);
/* A fake as a medium, without a map; the caller's to destroy. */
struct fm_medium *fake_medium(const struct fake_mtd *mtd);

/*
 * A real file below test_folder(), whose opens, reads and writes can fail by
 * fake_fail() and fake_shorten(), for root too. path must last.
 */
struct fake_mtd *fake_watch(const char *path);

enum fake_call {
	FAKE_OPEN,
	FAKE_FSTAT,
	FAKE_IOCTL,
	FAKE_CLOSE,
	FAKE_READ,
	FAKE_WRITE,
};

/* Any request of an ioctl, any access mode of an open. */
#define FAKE_ANY (~0ul)
/* Each call from now on. */
#define FAKE_ALWAYS 0u

/*
 * The nth call of this kind from now on, from 1, fails with this errno. which
 * is the request of an ioctl, O_RDONLY or O_RDWR of an open, else FAKE_ANY.
 * Where several say something of a call, the last one counts.
 */
void fake_fail(const struct fake_mtd *mtd, enum fake_call call,
	       unsigned long which, unsigned int nth, int error);
/*
 * The nth read, write or (FAKE_IOCTL) MEMREAD from now on comes to length bytes
 * only.
 */
void fake_shorten(const struct fake_mtd *mtd, enum fake_call call,
		  unsigned int nth, size_t length);

/* One call that reaches a fake, before it is done. */
struct fake_event {
	struct fake_mtd *mtd;
	enum fake_call call;
	/* As which of fake_fail(). */
	unsigned long which;
	uint64_t offset;
	size_t length;
};

/* Called at each event, in the thread that made the call. */
typedef void (*fake_hook_fn)(const struct fake_event *event, void *context);
void fake_set_hook(fake_hook_fn hook, void *context);

/*
 * All calls since the last fake_forget_calls(), a line each, such as
 *	open mtd0 O_RDONLY
 *	fstat mtd0
 *	pread mtd0 0x1000 0x200
 *	MEMERASE64 mtd0 0x1000 0x1000
 *	MEMGETINFO mtd0
 *	MEMREAD mtd0 0x1000 0x200
 *	ECCGETSTATS mtd0
 *	MEMISLOCKED mtd0 0x1000 0x1000
 *	MEMSETBADBLOCK mtd0 0x1000
 *	open mtdblock0 O_RDONLY
 *	close mtd0
 * An open without O_CLOEXEC or O_NONBLOCK says so. Valid until the next call.
 */
const char *fake_calls(void);
void fake_forget_calls(void);
/* How many lines of fake_calls() begin with this text. */
unsigned int fake_count(const char *beginning);

/* Descriptors of fakes that are open now. */
unsigned int fake_open_descriptors(void);

/*
 * No log, script or hook from now on, and no synchronisation between threads
 * that could hide a missing one in the library.
 */
void fake_be_quiet(void);

#endif /* TESTS_FAKE_MTD_H */
