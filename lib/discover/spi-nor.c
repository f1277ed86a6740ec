// SPDX-License-Identifier: BSD-2-Clause

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "discover/spi-nor.h"
#include "log.h"

/* Two digits a byte (drivers/mtd/spi-nor/sysfs.c, jedec_id_show()). */
#define DIGITS ((size_t)FM_JEDEC_ID_SIZE * 2)
/* SPI_NOR_MAX_ID_LEN is 6. */
#define DIGITS_LIMIT 64

/* JESD216: the first header, of 8 bytes, begins like this. */
#define SFDP_SIGNATURE "SFDP"
#define SFDP_HEADER_SIZE 8

/* The path came from a link: it may lead anywhere. */
static bool is_device(const char *parent)
{
	return strncmp(parent, "devices/", 8) == 0 && !strstr(parent, "/..");
}

static int open_folder(const struct fm_root *root,
		       const struct fm_mtd_description *mtd)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
	char *path;
	int device, folder;

	if (!mtd->parent || !is_device(mtd->parent))
		return -ENOTSUP;
	if (asprintf(&path, "sys/%.*s", (int)fm_device_length(mtd->parent),
		     mtd->parent) < 0)
		return -ENOMEM;
	device = fm_root_open(root, path, flags);
	free(path);
	if (device < 0)
		return device == -ENOENT ? -ENODEV : device;
	folder = openat(device, "spi-nor", flags | O_CLOEXEC);
	if (folder < 0)
		folder = errno == ENOENT ? -ENOTSUP : -errno;
	close(device);
	return folder;
}

static int digit_value(char digit)
{
	if (isdigit((unsigned char)digit))
		return digit - '0';
	return tolower((unsigned char)digit) - 'a' + 10;
}

/* Lines that nothing drives read as all ones or all zeros. */
static bool is_driven(const char *text)
{
	return strspn(text, "0") < DIGITS && strspn(text, "fF") < DIGITS;
}

static int parse_id(const char *text, uint8_t id[FM_JEDEC_ID_SIZE])
{
	size_t length = strlen(text);

	if (length < DIGITS || length % 2 != 0 || !is_driven(text) ||
	    strspn(text, "0123456789abcdefABCDEF") != length)
		return -EIO;
	for (size_t i = 0; i < FM_JEDEC_ID_SIZE; i++)
		id[i] = (uint8_t)(digit_value(text[2 * i]) << 4 |
				  digit_value(text[2 * i + 1]));
	return 0;
}

int fm_spi_nor_read_id(const struct fm_root *root,
		       const struct fm_mtd_description *mtd,
		       uint8_t id[FM_JEDEC_ID_SIZE])
{
	char text[DIGITS_LIMIT];
	int rc, folder = open_folder(root, mtd);

	if (folder < 0)
		return folder;
	rc = fm_read_attribute(folder, "jedec_id", text, sizeof(text));
	close(folder);
	if (rc == -ENOENT)
		return -ENOTSUP;
	if (!rc)
		rc = parse_id(text, id);
	if (rc == -EOVERFLOW)
		rc = -EIO;
	if (rc == -EIO)
		fm_log(FLASHMAP_LOG_ERROR, mtd->parent, rc,
		       "jedec_id makes no sense");
	return rc;
}

static int check_sfdp(const char *data, size_t size)
{
	if (size == 0)
		return -ENOTSUP;
	if (size >= SFDP_HEADER_SIZE &&
	    memcmp(data, SFDP_SIGNATURE, strlen(SFDP_SIGNATURE)) == 0)
		return 0;
	return -EIO;
}

int fm_spi_nor_read_sfdp(const struct fm_root *root,
			 const struct fm_mtd_description *mtd, char **data,
			 size_t *size)
{
	int fd, rc, folder = open_folder(root, mtd);

	if (folder < 0)
		return folder;
	fd = openat(folder, "sfdp", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		fd = errno == ENOENT ? -ENOTSUP : -errno;
	close(folder);
	if (fd < 0)
		return fd;
	rc = fm_read_descriptor(fd, data, size);
	close(fd);
	if (rc < 0)
		return rc;
	rc = check_sfdp(*data, *size);
	if (rc < 0)
		free(*data);
	if (rc == -EIO)
		fm_log(FLASHMAP_LOG_ERROR, mtd->parent, rc,
		       "sfdp makes no sense");
	return rc;
}
