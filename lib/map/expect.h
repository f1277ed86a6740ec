/* SPDX-License-Identifier: BSD-2-Clause */
/* Areas of the default map against what the program was built for. */
#ifndef FM_MAP_EXPECT_H
#define FM_MAP_EXPECT_H

#include <flashmap/expect.h>

/*
 * -ESTALE, logged, if an expectation about the area's id does not hold. An area
 * of the program's own map need not have a label.
 */
int fm_expect_check(const struct flash_area *fa, bool own);

#endif /* FM_MAP_EXPECT_H */
