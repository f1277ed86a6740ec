// SPDX-License-Identifier: GPL-2.0-or-later
/* Rights, read-only MTDs, nodes that are not what they should be, no sysfs. */

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <flashmap/area.h>
#include <flashmap/map.h>

#include "guest.h"

#define NOBODY 65534

static uint8_t buffer[256 * 1024];

void own_mounts(void)
{
	CHECK_EQ(unshare(CLONE_NEWNS), 0);
	CHECK_EQ(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), 0);
}

static void become_nobody(void)
{
	CHECK_EQ(setresgid(NOBODY, NOBODY, NOBODY), 0);
	CHECK_EQ(setresuid(NOBODY, NOBODY, NOBODY), 0);
}

GUEST_TEST(devices, without_rights_areas_are_seen_not_read)
{
	const struct flash_area *fa;

	expect_errors();
	become_nobody();
	fa = area(MTDRAM);
	CHECK_EQ((long long)fa->fa_size, 8 * MIB);
	CHECK_EQ(flash_area_align(fa), 1);
	CHECK_EQ(flash_area_read(fa, 0, buffer, 1), -EACCES);
	CHECK_EQ(flash_area_write(fa, 0, buffer, 1), -EACCES);
	CHECK_EQ(flash_area_erase(fa, 0, 64 * KIB), -EACCES);
	CHECK_EQ(flash_area_read(area(NAND0), 0, buffer, 1), -EACCES);
}

GUEST_TEST(devices, right_to_read_alone_is_enough_to_read)
{
	const struct flash_area *fa = area(RAMDISK);
	int number = mtd_number(RAMDISK), status;

	expect_errors();
	dump_begin();
	CHECK_EQ(sh("chmod 0644 /dev/mtd%d", number), 0);
	if (fork() == 0) {
		become_nobody();
		CHECK_EQ(flash_area_read(fa, 0, buffer, 4096), 0);
		CHECK_EQ(flash_area_write(fa, 0, buffer, 1), -EACCES);
		CHECK_EQ(flash_area_erase(fa, 0, 64 * KIB), -EACCES);
		CHECK_EQ(flash_area_read(fa, 64 * KIB, buffer, 4096), 0);
		_exit(0);
	}
	CHECK_EQ(wait(&status) > 0 && WIFEXITED(status) &&
		 WEXITSTATUS(status) == 0, true);
	CHECK_EQ(sh("chmod 0600 /dev/mtd%d", number), 0);
	dump_end();
}

/*
 * No MTD of this kernel is read-only, so sysfs is made to say so. That the
 * device itself would take the write makes the judge stricter.
 */
static void make_read_only(const char *label, const char *flags)
{
	own_mounts();
	CHECK_EQ(sh("echo %s >/tmp/flags && mount --bind /tmp/flags "
		    "/sys/class/mtd/mtd%d/flags", flags, mtd_number(label)),
		 0);
}

static void refuse_read_only(const char *label, size_t unit)
{
	const struct flash_area *fa = area(label);
	struct flashmap_area_info info;

	CHECK_EQ(flashmap_area_get_info(fa, &info, sizeof(info)), 0);
	CHECK(info.read_only);
	CHECK_EQ(flash_area_write(fa, 0, buffer, unit), -EROFS);
	CHECK_EQ(flash_area_erase(fa, 0, (size_t)info.erase_size), -EROFS);
	CHECK_EQ(flash_area_erase(fa, 0, fa->fa_size), -EROFS);
	CHECK_EQ(flash_area_read(fa, 0, buffer, 4096), 0);
	CHECK_EQ(sh("strace -f -o /tmp/strace guest step 'area=%s' "
		    "write=0,/tmp/unit erase=0,%llu >/tmp/out; "
		    "[ $(grep -c EROFS /tmp/out) = 2 ] && "
		    "! grep -E 'pwrite|O_RDWR|MEMERASE|MEMWRITE|MEMUNLOCK' "
		    "/tmp/strace", label,
		    (unsigned long long)info.erase_size), 0);
}

GUEST_TEST(devices, read_only_mtd_is_left_alone)
{
	expect_errors();
	make_read_only(LOADER, "0x1800");
	dump_begin();
	CHECK_EQ(sh("head -c 1 /t/small >/tmp/unit"), 0);
	refuse_read_only(LOADER, 1);
	CHECK_EQ(sh("expect 4 flashmap write '" LOADER "' /t/small && "
		    "one_line /tmp/err && "
		    "expect 4 flashmap erase '" LOADER "' && "
		    "expect 4 flashmap erase --force '" LOADER "'"), 0);
	dump_end();
}

GUEST_TEST(nand, read_only_nand_is_left_alone)
{
	expect_errors();
	make_read_only(NAND1, "0x0");
	dump_begin();
	CHECK_EQ(sh("head -c 2048 /t/image >/tmp/unit"), 0);
	refuse_read_only(NAND1, NAND_PAGE);
	dump_end();
}

static void refuse_node(const char *label, int expected)
{
	const struct flash_area *fa = area(label);

	expect_errors();
	CHECK_EQ(flash_area_write(fa, 0, buffer, 1), expected);
	CHECK_EQ(flash_area_erase(fa, 0, 64 * KIB), expected);
	CHECK_EQ(flash_area_read(fa, 0, buffer, 1), expected);
}

GUEST_TEST(devices, node_of_another_mtd)
{
	own_mounts();
	CHECK_EQ(sh("mount --bind /dev/mtd%d /dev/mtd%d",
		    mtd_number(RAMDISK), mtd_number(MTDRAM)), 0);
	dump_forget();
	dump_begin();
	refuse_node(MTDRAM, -ESTALE);
	dump_end();
	dump_forget();
}

GUEST_TEST(devices, read_only_node_in_its_place)
{
	own_mounts();
	CHECK_EQ(sh("mount --bind /dev/mtd%dro /dev/mtd%d",
		    mtd_number(MTDRAM), mtd_number(MTDRAM)), 0);
	dump_begin();
	refuse_node(MTDRAM, -ESTALE);
	dump_end();
}

GUEST_TEST(devices, regular_file_in_its_place)
{
	own_mounts();
	CHECK_EQ(sh("seq 100000 >/tmp/file && sha256sum /tmp/file >/tmp/sum && "
		    "mount --bind /tmp/file /dev/mtd%d", mtd_number(RAMDISK)),
		 0);
	refuse_node(RAMDISK, -ESTALE);
	CHECK_EQ(sh("sha256sum -c -s /tmp/sum"), 0);
}

GUEST_TEST(devices, no_node)
{
	own_mounts();
	CHECK_EQ(sh("mount -t tmpfs none /dev"), 0);
	refuse_node(MTDRAM, -ENODEV);
	CHECK_EQ(flash_area_read(area(NAND0), 0, buffer, 1), -ENODEV);
	CHECK_EQ(flash_area_erase(area(NAND0), 0, NAND_BLOCK), -ENODEV);
}

static void io_by_procmtd(struct flashmap *map, const char *label,
			  size_t sector, uint32_t page)
{
	const struct flash_area *fa;
	struct flashmap_area_info info;
	uint8_t *data = filled(sector, page);
	off_t off = 12 * (off_t)sector;

	CHECK_EQ(flashmap_open_label(map, label, &fa), 0);
	CHECK_EQ(flashmap_area_get_info(fa, &info, sizeof(info)), 0);
	CHECK(info.geometry_known);
	CHECK(!info.read_only);
	CHECK(!info.kernel_offset_known);
	CHECK_EQ((long long)info.erase_size, (long long)sector);
	CHECK_EQ(info.write_size, page);
	CHECK_EQ(flash_area_align(fa), page);
	CHECK_EQ(info.bad_blocks_possible, page > 1);

	CHECK_EQ(flash_area_erase(fa, off + 1, sector), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, off, sector), 0);
	dump_expect_erased(label, off, sector);
	CHECK_EQ(flash_area_write(fa, off, data, sector), 0);
	dump_expect(label, off, data, sector);
	CHECK_EQ(flash_area_read(fa, off, buffer, sector), 0);
	CHECK(memcmp(buffer, data, sector) == 0);
	free(data);
}

static void all_by_procmtd(struct flashmap *map)
{
	dump_begin();
	io_by_procmtd(map, MTDRAM, 64 * KIB, 1);
	io_by_procmtd(map, RAMDISK, 64 * KIB, 1);
	io_by_procmtd(map, SMALL_SECTORS, 4 * KIB, 1);
	dump_end();
}

GUEST_TEST(nand, nand_without_sysfs)
{
	expect_errors();
	own_mounts();
	CHECK_EQ(sh("umount /sys"), 0);
	dump_begin();
	io_by_procmtd(NULL, NAND0, NAND_BLOCK, NAND_PAGE);
	dump_end();
}

/* The first use of an area is a write, or an erase: the node must be asked. */
GUEST_TEST(nand, nand_without_sysfs_first_use_is_a_write)
{
	uint8_t *data = filled(NAND_PAGE, 1);

	expect_errors();
	own_mounts();
	dump_begin();
	CHECK_EQ(sh("umount /sys"), 0);
	CHECK_EQ(flash_area_write(area(NAND0), 512, data, NAND_PAGE), -EINVAL);
	CHECK_EQ(flash_area_erase(area(NAND1), 100, NAND_BLOCK), -EINVAL);
	CHECK_EQ(sh("mount -t sysfs sys /sys"), 0);
	dump_end();
	free(data);
}

GUEST_TEST(devices, without_sysfs_first_use_is_a_write)
{
	uint8_t *data = filled(100, 1);

	expect_errors();
	own_mounts();
	dump_begin();
	CHECK_EQ(sh("umount /sys"), 0);
	CHECK_EQ(flash_area_write(area(RAMDISK), 777, data, 100), 0);
	CHECK_EQ(flash_area_erase(area(MTDRAM), 64 * KIB, 64 * KIB), 0);
	CHECK_EQ(sh("mount -t sysfs sys /sys"), 0);
	dump_expect(RAMDISK, 777, data, 100);
	dump_expect_erased(MTDRAM, 64 * KIB, 64 * KIB);
	dump_end();
	free(data);
}

GUEST_TEST(devices, without_sysfs)
{
	expect_errors();
	own_mounts();
	CHECK_EQ(sh("umount /sys"), 0);
	all_by_procmtd(NULL);
}

GUEST_TEST(devices, root_without_sysfs)
{
	struct flashmap *map;

	expect_errors();
	own_mounts();
	CHECK_EQ(sh("mkdir -p /tmp/root/proc /tmp/root/dev && "
		    "mount --bind /proc /tmp/root/proc && "
		    "mount --bind /dev /tmp/root/dev"), 0);
	CHECK_EQ(flashmap_new(&map), 0);
	CHECK_EQ(flashmap_set_root(map, "/tmp/root"), 0);
	CHECK_EQ(flashmap_load(map), 0);
	all_by_procmtd(map);
	CHECK_EQ(sh("expect 0 flashmap --root /tmp/root read 'ram disk' "
		    "-o /tmp/out.bin && peek %d 0 %lld /tmp/peek && "
		    "cmp /tmp/out.bin /tmp/peek", mtd_number(RAMDISK),
		    8 * MIB), 0);
	CHECK(flashmap_unref(map) == NULL);
}

GUEST_TEST(nand, without_sysfs_bad_block_refused)
{
	const struct flash_area *fa;

	own_mounts();
	expect_errors();
	CHECK_EQ(sh("umount /sys"), 0);
	fa = area(NAND0);
	dump_begin();
	CHECK_EQ(flash_area_erase(fa, (NAND0_BAD_BLOCK - 1) * NAND_BLOCK,
				  3 * NAND_BLOCK), -EIO);
	CHECK_EQ(flashmap_area_is_bad(fa, NAND0_BAD_BLOCK * NAND_BLOCK), 1);
	dump_end();
}
