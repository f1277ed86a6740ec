// SPDX-License-Identifier: BSD-2-Clause
/* The hash of an area, compared with what sha256sum says of the bytes. */

#include <errno.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "unit.h"

#ifdef HAVE_LIBMD
#define IF_LIBMD(result) (result)
#else
#define IF_LIBMD(result) ((void)(result), -ENOTSUP)
#endif

enum {
	KERNEL_SIZE = 0x20000
};

/* Of the kernel, where byte n is n + 1. */
static const uint8_t whole_hash[32] = {
	0x32, 0x36, 0xdb, 0xd4, 0xb0, 0x19, 0x31, 0xb8, 0x91, 0x5b, 0xc8,
	0xb5, 0xb3, 0x73, 0x3a, 0x25, 0x63, 0x7d, 0xb8, 0x27, 0xf9, 0x76,
	0xb0, 0x74, 0xeb, 0x3e, 0xf6, 0x6d, 0x46, 0x1e, 0x4f, 0xe8,
};

/* Of its bytes 3 to 1002. */
static const uint8_t part_hash[32] = {
	0x1d, 0x5e, 0xff, 0x16, 0x78, 0x13, 0x28, 0x82, 0x21, 0x30, 0x3c,
	0xc2, 0xf0, 0x74, 0x66, 0xe7, 0x3c, 0xb5, 0x38, 0x92, 0x96, 0x1e,
	0x2e, 0xdf, 0x9d, 0x30, 0xf7, 0x61, 0x21, 0x93, 0x1f, 0x5d,
};

static const struct flash_area *kernel;
static uint8_t room[KERNEL_SIZE + 1];
static struct flash_area_check check;

static void set_up(void)
{
	board_set_up();
	kernel = must_open("kernel");
	check = (struct flash_area_check){
		.match = part_hash,
		.clen = 1000,
		.off = 3,
		.rbuf = room,
		.rblen = 64,
	};
}

static void must_be(int result)
{
	ck_assert_int_eq(flash_area_check_int_sha256(kernel, &check),
			 IF_LIBMD(result));
}

START_TEST(a_range_has_its_hash)
{
	must_be(0);
}
END_TEST

START_TEST(a_whole_area_has_its_hash)
{
	check.match = whole_hash;
	check.off = 0;
	check.clen = KERNEL_SIZE;
	check.rblen = 0x1800;
	must_be(0);
}
END_TEST

START_TEST(the_pieces_do_not_matter)
{
	static const size_t lengths[] = { 1, 63, 999, 1000, 1001, sizeof(room) };

	check.rblen = lengths[_i];
	must_be(0);
}
END_TEST

START_TEST(another_range_has_another_hash)
{
	check.off++;
	must_be(-EILSEQ);
	check.off--;
	check.clen++;
	must_be(-EILSEQ);
	check.clen -= 2;
	must_be(-EILSEQ);
}
END_TEST

START_TEST(other_bytes_have_another_hash)
{
	board.kernel->content[1002] ^= 1;
	must_be(-EILSEQ);
	board.kernel->content[1002] ^= 1;
	board.kernel->content[1003] ^= 1;
	must_be(0);
}
END_TEST

START_TEST(all_of_the_hash_is_compared)
{
	uint8_t other[32];

	check.match = other;
	for (size_t i = 0; i < sizeof(other); i++) {
		memcpy(other, part_hash, sizeof(other));
		other[i] ^= 0x80;
		must_be(-EILSEQ);
	}
}
END_TEST

START_TEST(only_the_room_for_pieces_is_used)
{
	memset(room, 0x5a, sizeof(room));
	must_be(0);
	for (size_t i = check.rblen; i < sizeof(room); i++)
		ck_assert_uint_eq(room[i], 0x5a);
}
END_TEST

START_TEST(what_is_missing_for_a_hash_gives_einval)
{
	struct flash_area_check without[5];

	for (size_t i = 0; i < 5; i++)
		without[i] = check;
	without[0].match = NULL;
	without[1].rbuf = NULL;
	without[2].clen = 0;
	without[3].rblen = 0;
	without[4].clen = 0;
	without[4].off = KERNEL_SIZE;
	for (size_t i = 0; i < 5; i++)
		ck_assert_int_eq(flash_area_check_int_sha256(kernel,
							     &without[i]),
				 -EINVAL);
	ck_assert_int_eq(flash_area_check_int_sha256(kernel, NULL), -EINVAL);
	ck_assert_int_eq(flash_area_check_int_sha256(NULL, &check), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(the_hash_of_what_is_outside_gives_einval)
{
	static const struct {
		size_t off, clen;
	} outside[] = {
		{ 1, SIZE_MAX },	{ KERNEL_SIZE - 1, SIZE_MAX },
		{ 0, KERNEL_SIZE + 1 }, { KERNEL_SIZE, 1 },
		{ KERNEL_SIZE - 1, 2 }, { SIZE_MAX, 1 },
		{ SIZE_MAX, SIZE_MAX }, { SIZE_MAX - 99, 100 },
	};

	expect_errors();
	check.off = outside[_i].off;
	check.clen = outside[_i].clen;
	ck_assert_int_eq(flash_area_check_int_sha256(kernel, &check), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(the_hash_of_no_device_gives_enodev)
{
	const struct flash_area made = { .fa_size = 0x1000,
					 .fa_dev_name = "no such" };

	ck_assert_int_eq(flash_area_check_int_sha256(&made, &check), -ENODEV);
}
END_TEST

START_TEST(what_cannot_be_read_has_no_hash)
{
#ifdef HAVE_LIBMD
	expect_errors();
#endif
	fake_fail(board.kernel, FAKE_READ, FAKE_ANY, 3, EIO);
	must_be(-EIO);
}
END_TEST

TCase *io_hash_case(void)
{
	TCase *tests = tcase_create("hash");

	tcase_add_checked_fixture(tests, set_up, board_tear_down);
	tcase_add_test(tests, a_range_has_its_hash);
	tcase_add_test(tests, a_whole_area_has_its_hash);
	tcase_add_loop_test(tests, the_pieces_do_not_matter, 0, 6);
	tcase_add_test(tests, another_range_has_another_hash);
	tcase_add_test(tests, other_bytes_have_another_hash);
	tcase_add_test(tests, all_of_the_hash_is_compared);
	tcase_add_test(tests, only_the_room_for_pieces_is_used);
	tcase_add_test(tests, what_is_missing_for_a_hash_gives_einval);
	tcase_add_loop_test(tests, the_hash_of_what_is_outside_gives_einval, 0,
			    8);
	tcase_add_test(tests, the_hash_of_no_device_gives_enodev);
	tcase_add_test(tests, what_cannot_be_read_has_no_hash);
	return tests;
}
