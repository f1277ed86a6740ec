// SPDX-License-Identifier: BSD-2-Clause

#include "board.h"
#include "slot-map.h"
#include "tree.h"
#include "unit.h"

struct flashmap *slot_map;

void slots_load(const char *const *labels, const char *config)
{
	for (int i = 0; labels[i]; i++)
		tree_add_part(i, labels[i], BOARD_DEVICE, (uint64_t)i * 0x1000,
			      0x1000);
	if (config)
		write_file("etc/flashmap.conf", config);
	slot_map = fake_load_map();
}

void slots_tear_down(void)
{
	slot_map = flashmap_unref(slot_map);
}
