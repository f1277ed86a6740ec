// SPDX-License-Identifier: BSD-2-Clause
/* MTDs that are known by where they lie on their device. */

#include <errno.h>

#include "cases.h"
#include "discover/locate.h"
#include "tree.h"
#include "unit.h"

#define DEVICE "devices/platform/spi0.0"

/* An MTD as a look at the system describes it. */
static struct fm_description looked_at;

static struct fm_mtd_identity look(int number)
{
	ck_assert_int_eq(tree_scan(&looked_at), 0);
	for (size_t i = 0; i < looked_at.mtd_count; i++)
		if (looked_at.mtds[i].number == number)
			return fm_identity_of(&looked_at.mtds[i]);
	ck_abort_msg("there is no mtd%d", number);
}

static void forget_look(void)
{
	fm_description_destroy(&looked_at);
}

static struct fake_mtd *add_nested(int number, const char *name,
				   const struct fake_mtd *above,
				   uint64_t offset)
{
	const struct fake_options options = {
		.number = number,
		.name = name,
		.above = above,
		.offset_present = true,
		.offset = offset,
	};

	return fake_add(&options);
}

START_TEST(an_identity_is_what_the_description_says)
{
	struct fm_mtd_identity identity;

	tree_add_part(2, "kernel", DEVICE, 0x100000, 0x10000);
	identity = look(2);
	ck_assert_str_eq(identity.name, "kernel");
	ck_assert_str_eq(identity.parent, DEVICE);
	ck_assert_str_eq(identity.type, "nor");
	ck_assert_uint_eq(identity.size, 0x10000);
	ck_assert_uint_eq(identity.erase_size, 0x1000);
	ck_assert_uint_eq(identity.write_size, 1);
	ck_assert_uint_eq(identity.offset, 0x100000);
	ck_assert(identity.offset_present);
}
END_TEST

START_TEST(a_partition_is_found_after_its_master_has_moved)
{
	const struct fake_options options = { .device = DEVICE };
	struct fake_mtd *master = fake_add(&options);
	struct fake_mtd *part = add_nested(1, "part", master, 0x1000);
	struct fm_mtd_identity identity = look(1);
	int found = -7;

	fake_remove(part);
	fake_renumber(master, 4);
	add_nested(5, "part", master, 0x1000);
	ck_assert_int_eq(tree_locate(&identity, 1, &found), 0);
	ck_assert_int_eq(found, 5);
}
END_TEST

/* Two slots that are alike inside, as for updates in turns. */
START_TEST(a_twin_in_another_partition_is_another_mtd)
{
	struct fake_mtd *a = tree_add_part(1, "a", DEVICE, 0x10000, 0x10000);
	struct fake_mtd *b = tree_add_part(2, "b", DEVICE, 0x20000, 0x10000);
	struct fake_mtd *in_a = add_nested(3, "kernel", a, 0);
	struct fake_mtd *in_b = add_nested(4, "kernel", b, 0);
	struct fm_mtd_identity identity = look(3);
	int found = -7;

	fake_remove(in_a);
	fake_renumber(in_b, 3);
	ck_assert_int_eq(tree_locate(&identity, 3, &found), -ESTALE);
	ck_assert_int_eq(found, -7);
	fake_renumber(in_b, 4);
	ck_assert_int_eq(tree_locate(&identity, 3, &found), -ENODEV);
	ck_assert_int_eq(found, -7);
}
END_TEST

START_TEST(twins_in_two_partitions_are_told_apart_after_they_moved)
{
	struct fake_mtd *a = tree_add_part(1, "a", DEVICE, 0x10000, 0x10000);
	struct fake_mtd *b = tree_add_part(2, "b", DEVICE, 0x20000, 0x10000);
	struct fake_mtd *in_a = add_nested(3, "kernel", a, 0);
	struct fake_mtd *in_b = add_nested(4, "kernel", b, 0);
	struct fm_mtd_identity identity = look(3);
	int found = -7;

	fake_renumber(in_a, 7);
	fake_renumber(in_b, 3);
	ck_assert_int_eq(tree_locate(&identity, 3, &found), 0);
	ck_assert_int_eq(found, 7);
}
END_TEST

TCase *locate_nested_case(void)
{
	TCase *nested = tcase_create("nested");

	tcase_add_checked_fixture(nested, NULL, forget_look);
	tcase_add_test(nested, an_identity_is_what_the_description_says);
	tcase_add_test(nested, a_partition_is_found_after_its_master_has_moved);
	tcase_add_test(nested, a_twin_in_another_partition_is_another_mtd);
	tcase_add_test(nested,
		       twins_in_two_partitions_are_told_apart_after_they_moved);
	return nested;
}
