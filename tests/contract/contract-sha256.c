// SPDX-License-Identifier: BSD-2-Clause
/*
 * flash_area_check_int_sha256() of Zephyr 2.7 row by row, with the examples of
 * FIPS 180.
 */

#include "contract.h"

#define HASH_SIZE 32
#define SHORT_OFFSET 64

static const char text[] =
	"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
static const uint8_t text_hash[HASH_SIZE] = {
	0x24, 0x8d, 0x6a, 0x61, 0xd2, 0x06, 0x38, 0xb8, 0xe5, 0xc0, 0x26,
	0x93, 0x0c, 0x3e, 0x60, 0x39, 0xa3, 0x3c, 0xe4, 0x59, 0x64, 0xff,
	0x21, 0x67, 0xf6, 0xec, 0xed, 0xd4, 0x19, 0xdb, 0x06, 0xc1,
};
static const uint8_t abc_hash[HASH_SIZE] = {
	0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
	0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
	0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
};

static uint8_t room[CHUNK];

/* The long text at 0, the short one at SHORT_OFFSET, the rest is zeros. */
static void write_text(size_t from)
{
	const struct flash_area *fa = contract_area();

	contract_begin();
	memset(room, 0, CHUNK);
	memcpy(room + from, text, sizeof(text) - 1);
	memcpy(room + from + SHORT_OFFSET, "abc", 3);
	EQUAL(flash_area_erase(fa, 0, options.sector), 0);
	EQUAL(flash_area_write(fa, 0, room, CHUNK), 0);
}

static struct flash_area_check the_text(void)
{
	struct flash_area_check check;

	check.match = text_hash;
	check.clen = sizeof(text) - 1;
	check.off = 0;
	check.rbuf = room;
	check.rblen = 16;
	return check;
}

static void need_hash(void)
{
	if (!options.sha256)
		contract_skip("built without libmd");
}

static void fits(void)
{
	static const size_t lengths[] = { 1,  7,  16,  28,  55,
					  56, 57, 100, 512, CHUNK };
	struct flash_area_check check = the_text();

	need_hash();
	write_text(0);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		check.rblen = lengths[i];
		EQUAL(flash_area_check_int_sha256(contract_area(), &check), 0);
	}
}

static void fits_at_offset(void)
{
	struct flash_area_check check = the_text();

	need_hash();
	write_text(3);
	check.off = 3;
	EQUAL(flash_area_check_int_sha256(contract_area(), &check), 0);
	check.off = 3 + SHORT_OFFSET;
	check.clen = 3;
	check.match = abc_hash;
	EQUAL(flash_area_check_int_sha256(contract_area(), &check), 0);
	check.off = 4;
	EQUAL(flash_area_check_int_sha256(contract_area(), &check), -EILSEQ);
}

static void last_piece_is_shorter(void)
{
	struct flash_area_check check = the_text();

	need_hash();
	write_text(0);
	memset(room, 0x5a, CHUNK);
	check.rblen = 33;
	EQUAL(flash_area_check_int_sha256(contract_area(), &check), 0);
	EQUAL(room[33], 0x5a);
	check.rblen = 64;
	memset(room, 0x5a, CHUNK);
	EQUAL(flash_area_check_int_sha256(contract_area(), &check), 0);
	EQUAL(room[56], 0x5a);
}

static void mismatch(void)
{
	static const size_t places[] = { 0, 15, HASH_SIZE - 1 };
	uint8_t other[HASH_SIZE];
	struct flash_area_check check = the_text();

	need_hash();
	write_text(0);
	check.match = other;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		memcpy(other, text_hash, HASH_SIZE);
		other[places[i]] ^= 1;
		EQUAL(flash_area_check_int_sha256(contract_area(), &check),
		      -EILSEQ);
	}
	memcpy(other, text_hash, HASH_SIZE);
	EQUAL(flash_area_check_int_sha256(contract_area(), &check), 0);
	check.clen--;
	EQUAL(flash_area_check_int_sha256(contract_area(), &check), -EILSEQ);
}

static void null_arguments(void)
{
	const struct flash_area *fa = contract_area();
	struct flash_area_check check = the_text();

	EQUAL(flash_area_check_int_sha256(NULL, &check), -EINVAL);
	EQUAL(flash_area_check_int_sha256(fa, NULL), -EINVAL);
	check.match = NULL;
	EQUAL(flash_area_check_int_sha256(fa, &check), -EINVAL);
	check = the_text();
	check.rbuf = NULL;
	EQUAL(flash_area_check_int_sha256(fa, &check), -EINVAL);
}

static void no_length(void)
{
	const struct flash_area *fa = contract_area();
	struct flash_area_check check = the_text();

	check.clen = 0;
	EQUAL(flash_area_check_int_sha256(fa, &check), -EINVAL);
	check = the_text();
	check.rblen = 0;
	EQUAL(flash_area_check_int_sha256(fa, &check), -EINVAL);
}

static void range(size_t offset, size_t length, int result)
{
	struct flash_area_check check = the_text();

	check.off = offset;
	check.clen = length;
	check.rblen = CHUNK;
	EQUAL(flash_area_check_int_sha256(contract_area(), &check), result);
}

static void bounds(void)
{
	const size_t size = contract_area()->fa_size;

	range(size, 1, -EINVAL);
	range(size - 1, 2, -EINVAL);
	range(0, size + 1, -EINVAL);
	range(1, SIZE_MAX, -EINVAL);
	range(SIZE_MAX, 1, -EINVAL);
	range(SIZE_MAX, 2, -EINVAL);
	range(SIZE_MAX / 2 + 1, 1, -EINVAL);
	if (options.sha256) {
		range(size - 1, 1, -EILSEQ);
		range(0, size, -EILSEQ);
	}
}

static void read_error(void)
{
	struct flash_area fa = contract_piece(0, options.sector);
	struct flash_area_check check = the_text();

	need_hash();
	fa.fa_dev_name = "there is no such device";
	EQUAL(flash_area_check_int_sha256(&fa, &check), -ENODEV);
	if (options.size == 0)
		return;
	fa = contract_piece(0, options.sector);
	fa.fa_off = (off_t)options.size;
	EQUAL(flash_area_check_int_sha256(&fa, &check), -EINVAL);
}

static void own_area(void)
{
	struct flash_area fa = contract_piece(3, options.sector);
	struct flash_area_check check = the_text();

	need_hash();
	write_text(3);
	EQUAL(flash_area_check_int_sha256(&fa, &check), 0);
	fa.fa_size = sizeof(text) - 1;
	EQUAL(flash_area_check_int_sha256(&fa, &check), 0);
	fa.fa_size--;
	EQUAL(flash_area_check_int_sha256(&fa, &check), -EINVAL);
}

static void nothing_changes(void)
{
	struct flash_area_check check = the_text();

	need_hash();
	contract_begin();
	EQUAL(flash_area_check_int_sha256(contract_area(), &check), -EILSEQ);
	contract_judge();
}

static void no_library(void)
{
	struct flash_area_check check = the_text();

	if (options.sha256)
		contract_skip("built with libmd");
	EQUAL(flash_area_check_int_sha256(contract_area(), &check), -ENOTSUP);
}

#define ROW(text, function)                                     \
	{                                                       \
		"zephyr 1.2 sha256: " text, function, WITH_AREA \
	}

const struct contract_row contract_rows[] = {
	ROW("ok is 0, in pieces of rblen", fits),
	ROW("ok is 0 at any offset", fits_at_offset),
	ROW("the last piece is shorter", last_piece_is_shorter),
	ROW("mismatch is -EILSEQ", mismatch),
	ROW("NULL fa, fac, match or rbuf is -EINVAL", null_arguments),
	ROW("clen 0 or rblen 0 is -EINVAL", no_length),
	ROW("out of bounds is -EINVAL", bounds),
	ROW("a read error is passed through", read_error),
	ROW("user areas", own_area),
	ROW("reads alone", nothing_changes),
	ROW("without a hash in the library -ENOTSUP", no_library),
};
const size_t contract_row_count =
	sizeof(contract_rows) / sizeof(contract_rows[0]);
