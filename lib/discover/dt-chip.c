// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "discover/dt-chip.h"

#define OOB_SIZE "flashmap,oob-size"
#define ECC_STRENGTH "flashmap,ecc-strength"
#define ECC_STEP_SIZE "flashmap,ecc-step-size"
#define BITFLIP_THRESHOLD "flashmap,bitflip-threshold"
#define BAD_BLOCKS "flashmap,bad-blocks"

static bool has(const struct fm_dt *dt, int node, const char *property)
{
	return fdt_getprop(dt->blob, node, property, NULL) != NULL;
}

static int read_sizes(const struct fm_dt *dt, int controller, int node,
		      struct fm_chip_description *chip)
{
	uint32_t erase_size = 0;
	struct fm_range range;
	int rc;

	chip->write_size = 1;
	rc = fm_dt_read_reg(dt, controller, node, &range);
	if (!rc)
		rc = fm_dt_read_cell(dt, node, "erase-block-size", &erase_size);
	if (!rc)
		rc = fm_dt_read_cell(dt, node, "write-block-size",
				     &chip->write_size);
	if (rc < 0)
		return rc;
	if (range.size == 0 || !fm_range_aligned(range.size, 0, erase_size) ||
	    !fm_range_aligned(erase_size, 0, chip->write_size))
		return fm_dt_complain(
			dt, node,
			"is not made of whole erase blocks, or those "
			"not of write blocks");
	chip->size = range.size;
	chip->erase_size = erase_size;
	return 0;
}

static int read_type(const struct fm_dt *dt, int node,
		     struct fm_chip_description *chip)
{
	const char *type = "nor";

	if (has(dt, node, "flashmap,type")) {
		type = fm_dt_read_string(dt, node, "flashmap,type");
		if (!type ||
		    (strcmp(type, "nor") != 0 && strcmp(type, "nand") != 0 &&
		     strcmp(type, "ram") != 0))
			return fm_dt_complain(
				dt, node,
				"has a \"flashmap,type\" that is none of "
				"\"nor\", \"nand\" and \"ram\"");
	}
	chip->type = strdup(type);
	return chip->type ? 0 : -ENOMEM;
}

/* What would be passed over silently is most likely a mistake in the type. */
static int refuse_nand_properties(const struct fm_dt *dt, int node)
{
	static const char *const properties[] = {
		OOB_SIZE,	   ECC_STRENGTH, ECC_STEP_SIZE,
		BITFLIP_THRESHOLD, BAD_BLOCKS,
	};
	char what[128];

	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]);
	     i++) {
		if (!has(dt, node, properties[i]))
			continue;
		snprintf(what, sizeof(what),
			 "has \"%s\", but its \"flashmap,type\" is not "
			 "\"nand\"",
			 properties[i]);
		return fm_dt_complain(dt, node, what);
	}
	return 0;
}

static int read_ecc(const struct fm_dt *dt, int node,
		    struct fm_chip_description *chip)
{
	struct fm_ecc_ability *ecc = &chip->ecc;
	int rc;

	rc = fm_dt_read_cell(dt, node, ECC_STRENGTH, &ecc->strength);
	if (!rc)
		rc = fm_dt_read_cell(dt, node, ECC_STEP_SIZE, &ecc->step_size);
	/* The default is the kernel's. */
	ecc->bitflip_threshold = ecc->strength;
	if (!rc)
		rc = fm_dt_read_cell(dt, node, BITFLIP_THRESHOLD,
				     &ecc->bitflip_threshold);
	if (rc < 0)
		return rc;
	if (!has(dt, node, ECC_STRENGTH) && !has(dt, node, ECC_STEP_SIZE) &&
	    !has(dt, node, BITFLIP_THRESHOLD))
		return 0;
	if (!fm_range_aligned(chip->write_size, 0, ecc->step_size))
		return fm_dt_complain(dt, node,
				      "has a \"write-block-size\" that is not "
				      "made of whole \"" ECC_STEP_SIZE "\"");
	if (ecc->strength == 0 || ecc->strength / 8 >= ecc->step_size)
		return fm_dt_complain(dt, node,
				      "has an \"" ECC_STRENGTH "\" of 0, or "
				      "of no less than the bits of a step");
	if (ecc->bitflip_threshold == 0 ||
	    ecc->bitflip_threshold > ecc->strength)
		return fm_dt_complain(dt, node,
				      "has a \"" BITFLIP_THRESHOLD "\" of 0, "
				      "or above its \"" ECC_STRENGTH "\"");
	return 0;
}

static int read_bad_blocks(const struct fm_dt *dt, int node,
			   struct fm_chip_description *chip)
{
	const fdt32_t *cells;
	int length;

	cells = fdt_getprop(dt->blob, node, BAD_BLOCKS, &length);
	if (!cells || length == 0)
		return 0;
	if (length % (int)sizeof(*cells) != 0)
		return fm_dt_complain(dt, node,
				      "has a \"" BAD_BLOCKS "\" that is no "
				      "list of numbers");
	chip->bad_block_count = (size_t)length / sizeof(*cells);
	chip->bad_blocks =
		calloc(chip->bad_block_count, sizeof(*chip->bad_blocks));
	if (!chip->bad_blocks)
		return -ENOMEM;
	for (size_t i = 0; i < chip->bad_block_count; i++) {
		chip->bad_blocks[i] = fdt32_to_cpu(cells[i]);
		if (chip->bad_blocks[i] >= chip->size / chip->erase_size)
			return fm_dt_complain(dt, node,
					      "has \"" BAD_BLOCKS "\" past "
					      "its end");
	}
	return 0;
}

static int read_nand(const struct fm_dt *dt, int node,
		     struct fm_chip_description *chip)
{
	int rc;

	if (chip->write_size == 1 || chip->write_size == chip->erase_size)
		return fm_dt_complain(
			dt, node,
			"is NAND, but its \"write-block-size\" is no page: "
			"more than 1 and less than \"erase-block-size\"");
	if (chip->erased_value != 0xff)
		return fm_dt_complain(dt, node,
				      "is NAND, which is never erased to "
				      "zeros");
	rc = fm_dt_read_cell(dt, node, OOB_SIZE, &chip->oob_size);
	if (!rc)
		rc = read_ecc(dt, node, chip);
	if (!rc)
		rc = read_bad_blocks(dt, node, chip);
	return rc;
}

int fm_dt_read_chip(const struct fm_dt *dt, int controller, int node,
		    uint8_t erased_value, struct fm_chip_description *chip)
{
	int rc = read_sizes(dt, controller, node, chip);

	chip->simulated = true;
	chip->erased_value = erased_value;
	if (!rc)
		rc = read_type(dt, node, chip);
	if (rc < 0)
		return rc;
	if (strcmp(chip->type, "nand") == 0)
		return read_nand(dt, node, chip);
	return refuse_nand_properties(dt, node);
}
