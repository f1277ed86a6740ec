/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel's SPI-NOR driver has read of a chip, which it tells in the
 * folder "spi-nor" of its SPI device (drivers/mtd/spi-nor/sysfs.c, since
 * Linux 5.14).
 */
#ifndef FM_DISCOVER_SPI_NOR_H
#define FM_DISCOVER_SPI_NOR_H

#include "discover/description.h"
#include "discover/root.h"

#define FM_JEDEC_ID_SIZE 3

/*
 * Of the chip that an MTD is on; longer ids begin with these bytes. -ENOTSUP if
 * the kernel does not tell, -ENODEV if the chip is gone, -EIO if it makes no
 * sense; what open(2) and read(2) say.
 */
int fm_spi_nor_read_id(const struct fm_root *root,
		       const struct fm_mtd_description *mtd,
		       uint8_t id[FM_JEDEC_ID_SIZE]);

/*
 * Its SFDP as the file has it, the caller's to free. In a copy that tar made of
 * a target the file is empty, since its size in sysfs is 0: -ENOTSUP, too.
 */
int fm_spi_nor_read_sfdp(const struct fm_root *root,
			 const struct fm_mtd_description *mtd, char **data,
			 size_t *size);

#endif /* FM_DISCOVER_SPI_NOR_H */
