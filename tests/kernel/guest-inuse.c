// SPDX-License-Identifier: GPL-2.0-or-later
/* MTDs that somebody uses: UBI, mounted file systems, swap, mtdoops. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/area.h>
#include <flashmap/map.h>

#include "guest.h"

static uint8_t buffer[128 * 1024];

/* Also after a test that failed half way. */
static void nobody_uses_any(void)
{
	CHECK_EQ(sh("give_back"), 0);
}

static void expect_user(const char *label, const char *user)
{
	const struct flash_area *fa = area(label);
	char by[128] = "";

	CHECK_EQ(flashmap_area_in_use(fa, 0, fa->fa_size, by, sizeof(by)),
		 -EBUSY);
	if (!strstr(by, user))
		FAIL("\"%s\" does not name %s", by, user);
	/* A short buffer is filled and ended; none is fine too. */
	memset(by, 'x', sizeof(by));
	CHECK_EQ(flashmap_area_in_use(fa, 0, fa->fa_size, by, 4), -EBUSY);
	CHECK(memchr(by, '\0', 4) && by[4] == 'x');
	CHECK_EQ(flashmap_area_in_use(fa, 0, 1, NULL, 0), -EBUSY);
}

/* The library and the utility refuse, name the user and change nothing. */
static void refused(const char *label, const char *user)
{
	const struct flash_area *fa = area(label);

	CHECK_EQ(sh("settle %d", mtd_number(label)), 0);
	expect_errors();
	dump_forget();
	dump_begin();
	expect_user(label, user);
	CHECK_EQ(flash_area_write(fa, 0, buffer, flash_area_align(fa)),
		 -EBUSY);
	CHECK_EQ(flash_area_erase(fa, 0, NAND_BLOCK), -EBUSY);
	CHECK_EQ(flash_area_erase(fa, (off_t)fa->fa_size - NAND_BLOCK,
				  NAND_BLOCK), -EBUSY);
	CHECK_EQ(flash_area_read(fa, 0, buffer, sizeof(buffer)), 0);
	CHECK_EQ(sh("expect 4 flashmap erase '%s' && one_line /tmp/err && "
		    "grep -qF '%s' /tmp/err", label, user), 0);
	CHECK_EQ(sh("expect 4 flashmap write '%s' /t/small && "
		    "one_line /tmp/err && grep -qF '%s' /tmp/err", label,
		    user), 0);
	CHECK_EQ(sh("expect 0 flashmap read '%s' --length 256K -o /tmp/read",
		    label), 0);
	dump_end();
	/* An open descriptor would keep it from being given up. */
	CHECK_EQ(flashmap_release(NULL), 0);
}

static void allowed_again(const char *label)
{
	const struct flash_area *fa = area(label);
	char by[16] = "x";

	CHECK_EQ(flashmap_area_in_use(fa, 0, fa->fa_size, by, sizeof(by)), 0);
	CHECK(by[0] == '\0');
	CHECK_EQ(flash_area_erase(fa, 2 * NAND_BLOCK, NAND_BLOCK), 0);
	CHECK_EQ(sh("erased %d %lld %lld", mtd_number(label), 2 * NAND_BLOCK,
		    NAND_BLOCK), 0);
}

static void attach_ubi(int number, int ubi)
{
	CHECK_EQ(sh("modprobe ubi && ubiformat -q -y /dev/mtd%d && "
		    "ubiattach -d %d -p /dev/mtd%d", number, ubi, number), 0);
}

GUEST_TEST(inuse, ubi_on_nand)
{
	int number = mtd_number(NAND1);

	nobody_uses_any();
	attach_ubi(number, 0);
	refused(NAND1, "ubi0");
	/* Its neighbours on the chip are free. */
	allowed_again(NAND0);
	allowed_again(NAND2);
	CHECK_EQ(sh("ubidetach -p /dev/mtd%d", number), 0);
	allowed_again(NAND1);
}

GUEST_TEST(inuse, ubi_attached_after_the_first_write)
{
	const struct flash_area *fa = area(NAND1);
	int number = mtd_number(NAND1);

	nobody_uses_any();
	CHECK_EQ(flash_area_erase(fa, 0, NAND_BLOCK), 0);
	attach_ubi(number, 0);
	refused(NAND1, "ubi0");
	CHECK_EQ(sh("ubidetach -p /dev/mtd%d", number), 0);
	allowed_again(NAND1);
}

GUEST_TEST(inuse, ubi_on_byte_device)
{
	int number = mtd_number(MTDRAM);

	nobody_uses_any();
	attach_ubi(number, 7);
	refused(MTDRAM, "ubi7");
	CHECK_EQ(sh("ubidetach -p /dev/mtd%d", number), 0);
	allowed_again(MTDRAM);
}

GUEST_TEST(inuse, jffs2_mounted_by_number)
{
	int number = mtd_number(RAMDISK);

	nobody_uses_any();
	CHECK_EQ(sh("flash_erase -q /dev/mtd%d 0 0 && "
		    "mount -t jffs2 mtd%d /mnt && echo x >/mnt/file && sync",
		    number, number), 0);
	refused(RAMDISK, "/mnt");
	CHECK_EQ(sh("grep -qx x /mnt/file && umount /mnt"), 0);
	allowed_again(RAMDISK);
}

/* A program that runs for long, and somebody who mounts meanwhile. */
GUEST_TEST(inuse, mounted_after_the_first_write)
{
	const struct flash_area *fa = area(RAMDISK);
	int number = mtd_number(RAMDISK);

	nobody_uses_any();
	CHECK_EQ(flash_area_write(fa, 0, buffer, 1), 0);
	CHECK_EQ(sh("flash_erase -q /dev/mtd%d 0 0 && "
		    "mount -t jffs2 mtd%d /mnt && settle %d", number, number,
		    number), 0);
	dump_forget();
	dump_begin();
	expect_errors();
	/* Each erase looks; a write alone after a release. */
	CHECK_EQ(flash_area_erase(fa, 4 * MIB, 64 * KIB), -EBUSY);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(flash_area_write(fa, 0, buffer, 1), -EBUSY);
	dump_end();
	CHECK_EQ(sh("umount /mnt"), 0);
	/* And who is gone is seen to be gone. */
	CHECK_EQ(flash_area_write(fa, 0, buffer, 1), 0);
}

GUEST_TEST(inuse, jffs2_mounted_by_name)
{
	nobody_uses_any();
	CHECK_EQ(sh("flash_erase -q /dev/mtd%d 0 0 && "
		    "mkdir -p '/mnt dir' && "
		    "mount -t jffs2 'mtd:" SMALL_SECTORS "' '/mnt dir'",
		    mtd_number(SMALL_SECTORS)), 0);
	refused(SMALL_SECTORS, "/mnt dir");
	CHECK_EQ(sh("umount '/mnt dir'"), 0);
	allowed_again(SMALL_SECTORS);
}

GUEST_TEST(inuse, ext2_mounted_through_mtdblock)
{
	int number = mtd_number(RAMDISK);

	nobody_uses_any();
	CHECK_EQ(sh("modprobe mtdblock && mke2fs -F /dev/mtdblock%d "
		    ">/dev/null && mount -t ext4 /dev/mtdblock%d /mnt && "
		    "echo x >/mnt/file && sync", number, number), 0);
	refused(RAMDISK, "/mnt");
	CHECK_EQ(sh("grep -qx x /mnt/file && umount /mnt"), 0);
	allowed_again(RAMDISK);
}

GUEST_TEST(inuse, swap_on_mtdblock)
{
	int number = mtd_number(RAMDISK);

	nobody_uses_any();
	CHECK_EQ(sh("modprobe mtdblock && mkswap /dev/mtdblock%d >/dev/null "
		    "&& swapon /dev/mtdblock%d", number, number), 0);
	refused(RAMDISK, "swap");
	CHECK_EQ(sh("swapoff /dev/mtdblock%d", number), 0);
	allowed_again(RAMDISK);
}

GUEST_TEST(inuse, mtdoops_by_number)
{
	int number = mtd_number(RAMDISK);

	nobody_uses_any();
	CHECK_EQ(sh("modprobe mtdoops mtddev=%d", number), 0);
	refused(RAMDISK, "mtdoops");
	CHECK_EQ(sh("rmmod mtdoops"), 0);
	allowed_again(RAMDISK);
}

GUEST_TEST(inuse, mtdoops_by_name)
{
	nobody_uses_any();
	CHECK_EQ(sh("modprobe mtdoops 'mtddev=" SMALL_SECTORS "'"), 0);
	refused(SMALL_SECTORS, "mtdoops");
	CHECK_EQ(sh("rmmod mtdoops"), 0);
	allowed_again(SMALL_SECTORS);
}

GUEST_TEST(inuse, forced_on_purpose)
{
	int number = mtd_number(RAMDISK);
	uint8_t *data = filled(1000, 12);
	const struct flash_area *fa;
	struct flashmap *map;

	nobody_uses_any();
	CHECK_EQ(sh("modprobe mtdblock && mke2fs -F /dev/mtdblock%d "
		    ">/dev/null && mount -t ext4 -o ro /dev/mtdblock%d /mnt",
		    number, number), 0);
	dump_forget();
	dump_begin();
	CHECK_EQ(flashmap_new(&map), 0);
	CHECK_EQ(flashmap_set_allow_in_use(map, true), 0);
	CHECK_EQ(flashmap_load(map), 0);
	CHECK_EQ(flashmap_open_label(map, RAMDISK, &fa), 0);
	CHECK_EQ(flash_area_write(fa, 5 * MIB, data, 1000), 0);
	dump_expect(RAMDISK, 5 * MIB, data, 1000);
	CHECK_EQ(sh("expect 4 flashmap erase '" RAMDISK "' --offset 6M "
		    "--length 64K && "
		    "expect 0 flashmap erase --force '" RAMDISK "' "
		    "--offset 6M --length 64K"), 0);
	dump_expect_erased(RAMDISK, 6 * MIB, 64 * KIB);
	dump_end();
	CHECK(flashmap_unref(map) == NULL);
	CHECK_EQ(sh("umount /mnt"), 0);
	free(data);
}

/* What /dev/mtdblockN cached before the write is not served after it. */
GUEST_TEST(inuse, mtdblock_cache_is_flushed)
{
	const struct flash_area *fa = area(RAMDISK);
	int number = mtd_number(RAMDISK);
	uint8_t *data = filled(512, 13);
	FILE *file;

	nobody_uses_any();
	CHECK_EQ(sh("modprobe mtdblock; sleep 600 </dev/mtdblock%d & "
		    "echo $! >/tmp/holder; sleep 0.5; "
		    "dd if=/dev/mtdblock%d bs=512 count=8 of=/dev/null 2>&1",
		    number, number), 0);
	CHECK_EQ(flash_area_write(fa, 512, data, 512), 0);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("dd if=/dev/mtdblock%d bs=512 skip=1 count=1 "
		    "of=/tmp/cached 2>/dev/null; kill $(cat /tmp/holder)",
		    number), 0);
	file = fopen("/tmp/cached", "re");
	CHECK(file && fread(buffer, 1, 512, file) == 512);
	fclose(file);
	CHECK(memcmp(buffer, data, 512) == 0);
	free(data);
}
