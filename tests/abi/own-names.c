/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An update agent with functions of its own that are called like Zephyr's
 * driver API, like what MCUboot's ports define, and like what a library might
 * call its insides. The library must not call them, and they must not clash
 * with its own, which stand in the same object as others that it uses.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

int flash_erase(int fd);
int flash_read(int fd);
int flash_write(int fd);
int flash_copy(int fd);
size_t flash_get_write_block_size(int fd);
int flash_area_get_sector(int fd);
void *device_get_binding(const char *name);
int range_check(int value);
int sim_open(int value);
int mtd_read(int value);

/* The library's. */
struct device;
int flash_flatten(const struct device *dev, off_t offset, size_t size);

#ifdef __cplusplus
}
#endif

static int calls;

static int called(void)
{
	calls++;
	fputs("the library calls a function of the program's\n", stderr);
	abort();
}

int flash_erase(int fd)
{
	return fd + called();
}

int flash_read(int fd)
{
	return fd + called();
}

int flash_write(int fd)
{
	return fd + called();
}

int flash_copy(int fd)
{
	return fd + called();
}

size_t flash_get_write_block_size(int fd)
{
	return (size_t)(fd + called());
}

int flash_area_get_sector(int fd)
{
	return fd + called();
}

void *device_get_binding(const char *name)
{
	called();
	return (void *)name;
}

int range_check(int value)
{
	return value + called();
}

int sim_open(int value)
{
	return value + called();
}

int mtd_read(int value)
{
	return value + called();
}

/* Everything else is the other program. */
#define main use_areas
#include "area.c"
#undef main

int main(int argc, char **argv)
{
	int rc = use_areas(argc, argv);

	if (rc)
		return rc;
	rc = flash_flatten(NULL, 0, 0);
	return rc == -ENODEV ? 0 : failed("flatten", rc);
}
