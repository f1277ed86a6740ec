// SPDX-License-Identifier: BSD-2-Clause
/*
 * The two sides. What the device is like is asked of the kernel, so that the
 * library's own view of it is tested too.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <mtd/mtd-user.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <flashmap/area.h>
#include <flashmap/lock.h>
#include <flashmap/sim.h>

#include "differential.h"

/* One line of /sys/class/mtd/mtdN/. */
static int read_attribute(int mtd, const char *name, char *text, size_t size)
{
	char path[128];
	FILE *file;
	bool got;

	snprintf(path, sizeof(path), "/sys/class/mtd/mtd%d/%s", mtd, name);
	file = fopen(path, "re");
	got = file && fgets(text, (int)size, file);
	if (file)
		fclose(file);
	if (!got)
		return complain("cannot read %s", path);
	text[strcspn(text, "\n")] = '\0';
	return 0;
}

static int read_number(int mtd, const char *name, uint64_t *number)
{
	char text[32], *end;

	if (read_attribute(mtd, name, text, sizeof(text)))
		return 1;
	errno = 0;
	*number = strtoull(text, &end, 0);
	return errno || end == text || *end
		       ? complain("mtd%d: %s is \"%s\"", mtd, name, text)
		       : 0;
}

static int read_cell(int mtd, const char *name, uint32_t *number)
{
	uint64_t wide;

	if (read_number(mtd, name, &wide))
		return 1;
	*number = (uint32_t)wide;
	return wide > UINT32_MAX ? complain("mtd%d: %s is too large", mtd, name)
				 : 0;
}

static int read_rules(int mtd, enum rules *rules)
{
	char type[32];

	if (read_attribute(mtd, "type", type, sizeof(type)))
		return 1;
	for (int i = RULES_RAM; i <= RULES_NAND; i++)
		if (strcmp(type, rules_name((enum rules)i)) == 0) {
			*rules = (enum rules)i;
			return 0;
		}
	return complain("mtd%d is of type %s, which is not simulated", mtd,
			type);
}

static int read_bad_blocks(int mtd, struct geometry *geometry)
{
	uint64_t blocks = geometry->size / geometry->erase_size;
	bool *bad = calloc((size_t)blocks, sizeof(*bad));
	char path[32];
	int fd, rc = 0;

	snprintf(path, sizeof(path), "/dev/mtd%d", mtd);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	for (uint64_t i = 0; bad && fd >= 0 && i < blocks && rc >= 0; i++) {
		__kernel_loff_t offset =
			(__kernel_loff_t)(i * geometry->erase_size);

		rc = ioctl(fd, MEMGETBADBLOCK, &offset);
		bad[i] = rc > 0;
	}
	if (!bad || fd < 0 || rc < 0) {
		free(bad);
		return complain("cannot ask %s for its bad blocks", path);
	}
	close(fd);
	geometry->bad = bad;
	return 0;
}

static int read_geometry(struct test *test, int mtd)
{
	struct geometry *geometry = &test->geometry;

	if (read_number(mtd, "size", &geometry->size) ||
	    read_cell(mtd, "erasesize", &geometry->erase_size) ||
	    read_cell(mtd, "writesize", &geometry->write_size) ||
	    read_rules(mtd, &geometry->rules))
		return 1;
	if (geometry->erase_size == 0 || geometry->size == 0 ||
	    geometry->size % geometry->erase_size != 0)
		return complain("mtd%d is not made of whole erase blocks", mtd);
	if (geometry->rules != RULES_NAND) {
		if (test->settings.rules_named)
			geometry->rules = test->settings.rules;
		return 0;
	}
	if (read_cell(mtd, "oobsize", &geometry->oob_size) ||
	    read_cell(mtd, "ecc_strength", &geometry->ecc_strength) ||
	    read_cell(mtd, "ecc_step_size", &geometry->ecc_step_size) ||
	    read_cell(mtd, "bitflip_threshold", &geometry->bitflip_threshold))
		return 1;
	return read_bad_blocks(mtd, geometry);
}

static int note_other(const struct flashmap_chip *chip, void *user_data)
{
	struct side *side = user_data;

	if (strcmp(chip->name, side->area->fa_dev_name) == 0 ||
	    strcmp(chip->name, side->device_name) == 0)
		return 0;
	snprintf(side->other_name, sizeof(side->other_name), "%s", chip->name);
	return 1;
}

/*
 * The default map, which does not look for who uses an MTD: that would be
 * most of the time of an erase, and has tests of its own.
 */
static int load_default(struct side *side)
{
	int rc = flashmap_new(&side->map);

	if (!rc)
		rc = flashmap_set_allow_in_use(side->map, true);
	if (!rc)
		rc = flashmap_load(side->map);
	return rc < 0 ? rc : flashmap_set_default(side->map);
}

int side_open_device(struct test *test)
{
	struct side *side = &test->device;
	struct flashmap_area_info info;
	int rc;

	side->name = "device";
	rc = load_default(side);
	if (rc < 0)
		return complain("no flash map: %s", strerror(-rc));
	rc = flashmap_open_label(side->map, test->settings.label, &side->area);
	if (!rc)
		rc = flashmap_area_get_info(side->area, &info, sizeof(info));
	if (rc < 0 || info.mtd < 0)
		return complain("no MTD \"%s\": %s", test->settings.label,
				strerror(-rc));
	snprintf(side->device_name, sizeof(side->device_name), "mtd%d",
		 info.mtd);
	flashmap_foreach_chip(side->map, note_other, side);
	if (read_geometry(test, info.mtd))
		return 1;
	if (test->geometry.size != side->area->fa_size)
		return complain("the area is not the whole of its MTD");
	return 0;
}

/* What a run before has left is another chip. */
static void remove_content(const char *content)
{
	char state[600];

	unlink(content);
	snprintf(state, sizeof(state), "%s.state", content);
	unlink(state);
}

int side_open_simulated(struct test *test, struct side *side,
			const char *content)
{
	const char *label = test->settings.label;
	char blob[128];
	int rc;

	if (test->settings.blob)
		snprintf(blob, sizeof(blob), "%s", test->settings.blob);
	else
		snprintf(blob, sizeof(blob), "%s/chip.dtb", test->folder);
	if (blob_write(blob, &test->geometry, label))
		return 1;
	if (strcmp(content, FLASHMAP_SIMULATOR_RAM) != 0)
		remove_content(content);
	rc = flashmap_new(&side->map);
	if (!rc)
		rc = flashmap_set_devicetree(side->map, blob);
	if (!rc)
		rc = flashmap_set_simulator(side->map, content);
	if (!rc)
		rc = flashmap_load(side->map);
	if (!rc)
		rc = flashmap_open_label(side->map, label, &side->area);
	if (rc < 0)
		return complain("no simulated chip: %s", strerror(-rc));
	snprintf(side->file, sizeof(side->file), "%s", content);
	if (side == &test->device)
		snprintf(side->device_name, sizeof(side->device_name), "%s",
			 side->area->fa_dev_name);
	flashmap_foreach_chip(side->map, note_other, side);
	return 0;
}

int side_match_locks(struct test *test)
{
	int rc = flashmap_area_is_locked(test->device.area, 0);

	test->tells_locks = rc != -ENOTSUP;
	if (test->tells_locks)
		return 0;
	rc = flashmap_sim_set_locks(test->simulator.map,
				    test->simulator.area->fa_dev_name,
				    FLASHMAP_SIM_LOCKS_NONE, 1);
	return rc < 0 ? complain("cannot take the locks away: %s",
				 strerror(-rc))
		      : 0;
}

void side_close(struct test *test)
{
	flashmap_goodblocks_close(test->device.view);
	flashmap_goodblocks_close(test->simulator.view);
	/* What was the default map stays as long as the process. */
	flashmap_unref(test->device.map);
	flashmap_unref(test->simulator.map);
}
