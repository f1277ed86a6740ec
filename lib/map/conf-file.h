/* SPDX-License-Identifier: BSD-2-Clause */
/* Where flashmap.conf is, and what keeps it from being read. */
#ifndef FM_MAP_CONF_FILE_H
#define FM_MAP_CONF_FILE_H

#include "discover/root.h"
#include "map/conf.h"

/*
 * The named file; etc/flashmap.conf below the root if that is NULL, and only
 * that one may be missing. fm_conf_parse(), and what open(2) and read(2) say:
 * a protection that cannot be read must not be lost. -EFBIG over 256 KiB,
 * -EINVAL if it is no regular file. Each is logged.
 */
int fm_conf_read(struct fm_conf *conf, const struct fm_root *root,
		 const char *named);

#endif /* FM_MAP_CONF_FILE_H */
