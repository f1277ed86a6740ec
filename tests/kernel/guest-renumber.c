// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * MTDs that go, come back and change numbers while a program holds an area.
 * Each test starts with no MTD and with RAM disks for block2mtd.
 */

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include <flashmap/area.h>
#include <flashmap/map.h>

#include "guest.h"

#define INTRUDER "intruder"

static uint8_t buffer[64 * 1024];

static void clean(void)
{
	CHECK_EQ(sh("remove_mtds"), 0);
}

static void load_mtdram(const char *parameters)
{
	CHECK_EQ(sh("modprobe mtdram erase_size=64 %s", parameters), 0);
	dump_forget();
}

static void load_block2mtd(const char *disk, const char *label)
{
	CHECK_EQ(sh("add_block2mtd /dev/%s 65536 '%s' && "
		    "grep -q '\"%s\"' /proc/mtd", disk, label, label), 0);
	dump_forget();
}

static void use(const struct flash_area *fa)
{
	CHECK_EQ(flash_area_read(fa, 0, buffer, sizeof(buffer)), 0);
	CHECK_EQ(flash_area_write(fa, 0, buffer, sizeof(buffer)), 0);
}

static int count_descriptors(void)
{
	return sh("exit $(ls /proc/%d/fd | wc -l)", (int)getpid());
}

static void all_fail(const struct flash_area *fa, int expected)
{
	int descriptors = count_descriptors();

	expect_errors();
	CHECK_EQ(flash_area_write(fa, 0, buffer, 1), expected);
	CHECK_EQ(flash_area_erase(fa, 0, 64 * KIB), expected);
	CHECK_EQ(flash_area_erase(fa, 0, fa->fa_size), expected);
	CHECK_EQ(flash_area_read(fa, 0, buffer, 1), expected);
	/* And it stays so. */
	CHECK_EQ(flash_area_write(fa, 64 * KIB, buffer, 100), expected);
	CHECK_EQ(count_descriptors(), descriptors);
}

/* All MTDs are other ones than the area's: none may change. */
static void intruders_are_safe(const struct flash_area *fa)
{
	dump_begin();
	all_fail(fa, -ESTALE);
	dump_end();
}

/* The bytes go where the MTD is now, and nowhere else. */
static void lands_on(const struct flash_area *fa, const char *name)
{
	uint8_t *data = filled(100000, 4);

	dump_begin();
	CHECK_EQ(flash_area_erase(fa, 0, 128 * KIB), 0);
	dump_expect_erased(name, 0, 128 * KIB);
	CHECK_EQ(flash_area_write(fa, 300000, data, 100000), 0);
	dump_expect(name, 300000, data, 100000);
	dump_end();
	free(data);
}

GUEST_TEST(renumber, intruder_before_first_use)
{
	const struct flash_area *fa;

	clean();
	load_mtdram("total_size=8192");
	fa = area(MTDRAM);
	CHECK_EQ(sh("rmmod mtdram"), 0);
	load_block2mtd("ram0", INTRUDER);
	CHECK_EQ(mtd_number(INTRUDER), 0);
	intruders_are_safe(fa);
}

GUEST_TEST(renumber, intruder_after_release)
{
	const struct flash_area *fa;

	clean();
	load_mtdram("total_size=8192");
	fa = area(MTDRAM);
	use(fa);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("rmmod mtdram"), 0);
	load_block2mtd("ram0", INTRUDER);
	CHECK_EQ(mtd_number(INTRUDER), 0);
	intruders_are_safe(fa);
}

GUEST_TEST(renumber, intruder_of_the_same_name)
{
	const struct flash_area *fa;

	clean();
	load_mtdram("total_size=8192");
	fa = area(MTDRAM);
	CHECK_EQ(sh("rmmod mtdram"), 0);
	load_mtdram("total_size=4096");
	CHECK_EQ(mtd_number(MTDRAM), 0);
	intruders_are_safe(fa);
}

/* Its sectors are other ones, so what is aligned for one is not for it. */
GUEST_TEST(renumber, intruder_of_another_erase_size)
{
	const struct flash_area *fa;

	clean();
	load_mtdram("total_size=8192");
	fa = area(MTDRAM);
	use(fa);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("rmmod mtdram"), 0);
	CHECK_EQ(sh("modprobe mtdram total_size=8192 erase_size=128"), 0);
	CHECK_EQ(mtd_number(MTDRAM), 0);
	dump_forget();
	intruders_are_safe(fa);
}

GUEST_TEST(renumber, intruder_and_own_area)
{
	struct flash_area fa = { .fa_size = 1 * MIB, .fa_dev_name = "mtd0" };

	clean();
	load_mtdram("total_size=8192");
	use(&fa);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("rmmod mtdram"), 0);
	load_block2mtd("ram0", INTRUDER);
	intruders_are_safe(&fa);
}

GUEST_TEST(renumber, intruder_without_sysfs)
{
	const struct flash_area *fa;

	clean();
	CHECK_EQ(unshare(CLONE_NEWNS), 0);
	CHECK_EQ(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), 0);
	load_mtdram("total_size=8192");
	CHECK_EQ(sh("umount /sys"), 0);
	fa = area(MTDRAM);
	use(fa);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("rmmod mtdram && mount -t sysfs sys /sys"), 0);
	load_block2mtd("ram0", INTRUDER);
	CHECK_EQ(sh("umount /sys"), 0);
	intruders_are_safe(fa);
}

GUEST_TEST(renumber, intruder_partition)
{
	const struct flash_area *fa;

	clean();
	load_mtdram("total_size=8192");
	CHECK_EQ(sh("mtdpart add /dev/mtd0 slot 0 0x100000"), 0);
	fa = area("slot");
	use(fa);
	CHECK_EQ(flashmap_release(NULL), 0);
	/* The same name and size, and another place on the chip. */
	CHECK_EQ(sh("mtdpart del /dev/mtd0 1 && "
		    "mtdpart add /dev/mtd0 slot 0x100000 0x100000"), 0);
	CHECK_EQ(mtd_number("slot"), 1);
	intruders_are_safe(fa);
}

GUEST_TEST(renumber, removed)
{
	const struct flash_area *fa;

	clean();
	load_mtdram("total_size=8192");
	fa = area(MTDRAM);
	use(fa);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("rmmod mtdram"), 0);
	all_fail(fa, -ENODEV);
	/* It comes back. */
	load_mtdram("total_size=8192");
	lands_on(fa, MTDRAM);
}

GUEST_TEST(renumber, open_descriptor_holds_the_mtd)
{
	const struct flash_area *fa;

	clean();
	load_mtdram("total_size=8192");
	fa = area(MTDRAM);
	use(fa);
	CHECK(sh("rmmod mtdram 2>/dev/null") != 0);
	lands_on(fa, MTDRAM);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("rmmod mtdram"), 0);
}

GUEST_TEST(renumber, moved_and_number_taken)
{
	const struct flash_area *fa;

	clean();
	load_block2mtd("ram0", "first");
	load_block2mtd("ram1", "second");
	fa = area("second");
	use(fa);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("rmmod block2mtd"), 0);
	load_block2mtd("ram1", "second");
	load_block2mtd("ram0", "first");
	CHECK_EQ(mtd_number("second"), 0);
	lands_on(fa, "second");
	/* And back. */
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("rmmod block2mtd"), 0);
	load_block2mtd("ram0", "first");
	load_block2mtd("ram1", "second");
	CHECK_EQ(mtd_number("second"), 1);
	lands_on(fa, "second");
}

GUEST_TEST(renumber, moved_and_number_free)
{
	const struct flash_area *fa;

	clean();
	load_mtdram("total_size=8192");
	load_block2mtd("ram1", "second");
	fa = area("second");
	CHECK_EQ(sh("rmmod block2mtd && rmmod mtdram"), 0);
	load_block2mtd("ram1", "second");
	CHECK_EQ(mtd_number("second"), 0);
	lands_on(fa, "second");
	CHECK_EQ(sh("grep -q mtd1 /proc/mtd"), 1);
}

/* Two MTDs could be the one that moved: no guess. */
GUEST_TEST(renumber, moved_and_ambiguous)
{
	const struct flash_area *fa;

	clean();
	load_block2mtd("ram0", "double");
	fa = area("double");
	CHECK_EQ(sh("rmmod block2mtd"), 0);
	load_block2mtd("ram2", "other");
	load_block2mtd("ram0", "double");
	load_block2mtd("ram1", "double");
	intruders_are_safe(fa);
}

GUEST_TEST(renumber, partition_comes_back)
{
	const struct flash_area *fa;

	clean();
	load_mtdram("total_size=8192");
	CHECK_EQ(sh("mtdpart add /dev/mtd0 gap 0x400000 0x100000 && "
		    "mtdpart add /dev/mtd0 slot 0x100000 0x100000"), 0);
	fa = area("slot");
	use(fa);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("mtdpart del /dev/mtd0 1 && mtdpart del /dev/mtd0 2 && "
		    "mtdpart add /dev/mtd0 slot 0x100000 0x100000"), 0);
	CHECK_EQ(mtd_number("slot"), 1);
	CHECK_EQ(flash_area_erase(fa, 0, 64 * KIB), 0);
	CHECK_EQ(sh("erased 0 0x100000 65536 && erased 1 0 65536"), 0);
}
