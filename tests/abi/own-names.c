/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An update agent with functions of its own that are called like Zephyr's
 * driver API and like what a library might call its insides. The library must
 * not call them, and they must not clash with its own.
 */
#include <stdio.h>
#include <stdlib.h>

#ifdef __cplusplus
extern "C" {
#endif

int flash_erase(int fd);
int flash_read(int fd);
int flash_write(int fd);
void *device_get_binding(const char *name);
int range_check(int value);
int sim_open(int value);
int mtd_read(int value);

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
#include "area.c"
