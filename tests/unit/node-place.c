// SPDX-License-Identifier: BSD-2-Clause

#include "node-place.h"
#include "unit.h"

struct place place;
struct fm_node node;

static int locate(const void *context, const struct fm_mtd_identity *identity,
		  int last_number, int *number)
{
	ck_assert_ptr_eq(context, &place);
	ck_assert_str_eq(identity->name, "firmware");
	place.asked++;
	place.last_number = last_number;
	if (place.runs_away)
		place.number++;
	if (!place.result)
		*number = place.number;
	return place.result;
}

void set_up_node(int number)
{
	const struct fm_node_parameters parameters = {
		.folder = test_path("dev"),
		.identity = { .name = "firmware", .size = 0x10000 },
		.locate = locate,
		.locate_context = &place,
		.number = number,
	};

	place = (struct place){ .number = number };
	fm_node_init(&node, &parameters);
}

void tear_down_node(void)
{
	ck_assert_int_eq(fm_node_release(&node), 0);
	fm_node_destroy(&node);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
}

struct fake_mtd *add_fake(int number)
{
	return fake_add(&(struct fake_options){ .number = number });
}

void check_get(bool write, int expected)
{
	int fd;

	ck_assert_int_eq(fm_node_get(&node, write, &fd), expected);
	if (expected == 0) {
		ck_assert_int_ge(fd, 0);
		fm_node_put(&node);
	}
}
