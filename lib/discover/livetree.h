/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The live device tree below a root, sys/firmware/devicetree/base with all
 * overlays, as a blob with what leads to flash and is in it. Without libfdt
 * there is a stub.
 */
#ifndef FM_DISCOVER_LIVETREE_H
#define FM_DISCOVER_LIVETREE_H

#include <stddef.h>

#include "discover/root.h"

/*
 * A flattened tree, the caller's to free. -ENOENT if the system has none, or
 * the library has no libfdt; -EAGAIN if it went on changing while it was read;
 * -EFBIG, -ELOOP, -ENOMEM; what open(2) and read(2) say.
 */
int fm_livetree_read(const struct fm_root *root, char **blob, size_t *size);

#endif /* FM_DISCOVER_LIVETREE_H */
