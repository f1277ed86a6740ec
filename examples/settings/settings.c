// SPDX-License-Identifier: 0BSD
/*
 * Settings on the flash area "storage":
 *
 *	settings get KEY
 *	settings set KEY VALUE
 *	settings list
 *	settings erase
 *
 *	cc *.c -o settings $(pkg-config --cflags --libs libflashmap)
 *
 * Exit status 0, 1 after a failure, 2 for a wrong command line, 3 if there is
 * no such key.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <storage/flash_map.h>

#include "store.h"

static int fail(const char *what, const char *name, int err)
{
	fprintf(stderr, "settings: cannot %s %s: %s\n", what, name,
		strerror(-err));
	return 1;
}

static void print_value(const void *value, size_t size)
{
	fwrite(value, 1, size, stdout);
	putchar('\n');
}

static void print_setting(const char *key, const void *value, size_t size,
			  void *user_data)
{
	(void)user_data;
	printf("%s=", key);
	print_value(value, size);
}

static int get(const struct store *store, const char *key)
{
	char value[STORE_MAX_VALUE];
	size_t size = sizeof(value);
	int err = store_get(store, key, value, &size);

	if (err) {
		fail("get", key, err);
		return err == -ENOENT ? 3 : 1;
	}
	print_value(value, size);
	return 0;
}

static int set(struct store *store, const char *key, const char *value)
{
	int err = -EINVAL;

	/* Else a line of the list could mean two things. */
	if (!strpbrk(key, "=\n"))
		err = store_set(store, key, value, strlen(value));
	return err ? fail("set", key, err) : 0;
}

static int erase(struct store *store)
{
	int err = store_erase(store);

	return err ? fail("erase", "the settings", err) : 0;
}

static int run(struct store *store, int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "get") == 0)
		return get(store, argv[2]);
	if (argc == 4 && strcmp(argv[1], "set") == 0)
		return set(store, argv[2], argv[3]);
	if (argc == 2 && strcmp(argv[1], "erase") == 0)
		return erase(store);
	if (argc == 2 && strcmp(argv[1], "list") == 0) {
		store_list(store, print_setting, NULL);
		return 0;
	}
	fprintf(stderr, "usage: settings get KEY | set KEY VALUE | list |"
			" erase\n");
	return 2;
}

int main(int argc, char **argv)
{
	const struct flash_area *area;
	struct store store;
	int ret;
	int err = flash_area_open(FLASH_AREA_ID(storage), &area);

	if (err)
		return fail("open", "the flash area storage", err);
	err = store_open(&store, area);
	if (err)
		return fail("use", "the flash area storage", err);
	ret = run(&store, argc, argv);
	store_close(&store);
	flash_area_close(area);
	if (fflush(stdout) != 0)
		return fail("write to", "standard output", -errno);
	return ret;
}
