/* SPDX-License-Identifier: BSD-2-Clause */
/* A node, and what a test says of where its MTD is. */
#ifndef TESTS_NODE_PLACE_H
#define TESTS_NODE_PLACE_H

#include <check.h>

#include "device/node.h"
#include "fake-mtd.h"

/* The answer to the question where the MTD is. */
struct place {
	int result;
	int number;
	/* One more at each question. */
	bool runs_away;
	unsigned int asked;
	int last_number;
};

extern struct place place;
extern struct fm_node node;

/* A node called "firmware" that was found as this number, and is there. */
void set_up_node(int number);
/* Nothing may be left open. */
void tear_down_node(void);

struct fake_mtd *add_fake(int number);

/* Gets a descriptor with this result, and gives it back. */
void check_get(bool write, int expected);

/* Of test-node-identity.c. */
TCase *node_identity_case(void);

#endif /* TESTS_NODE_PLACE_H */
