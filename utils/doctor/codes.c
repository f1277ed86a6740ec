// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What each finding means. Those of the library come first, in the order of
 * docs/findings.md, which has all of them.
 */
#include "doctor/doctor.h"

#include <string.h>

#define NOTE(code, why, what_to_do)                \
	{                                          \
		code, DOCTOR_NOTE, why, what_to_do \
	}
#define FAULT(code, why, what_to_do)                \
	{                                           \
		code, DOCTOR_FAULT, why, what_to_do \
	}

static const struct doctor_code codes[] = {
	NOTE("chip-unproven",
	     "Whether its neighbours lie on the same chip is unknown, so "
	     "that a change is refused where any of them is in use.",
	     "Nothing, or describe the partitions in the device tree."),
	NOTE("offset-unknown",
	     "It is known by its name alone, and its place on the chip not "
	     "at all.",
	     "Nothing; Linux 4.1 and later tell the offset."),
	NOTE("no-sysfs",
	     "Which MTDs share a chip is unknown, so that overlaps are not "
	     "seen.",
	     "Mount sysfs on /sys."),
	FAULT("empty",
	      "There is nothing to read or write: the partition begins past "
	      "the end of its chip.",
	      "Correct the partition table."),
	NOTE("no-sectors", "It cannot be erased.",
	     "Nothing, if it is RAM or the like."),
	FAULT("rest",
	      "The bytes behind the last whole sector can never be erased, "
	      "and the kernel makes it read-only.",
	      "Correct the partition table."),
	FAULT("beyond-chip",
	      "Access to what is not there fails, in the middle of an update "
	      "too.",
	      "Correct the device tree."),
	FAULT("too-large", "It is missing in the map of this program.",
	      "Use a smaller partition, or a 64-bit program."),
	FAULT("duplicate-label",
	      "A program that asks for the label gets none of them; one that "
	      "takes the first may write the wrong one.",
	      "Rename one of them."),
	NOTE("ids-exhausted", "Programs that ask by id do not find it.",
	     "Ask by label, or give it an id in flashmap.conf."),
	FAULT("conf-unknown-label",
	      "What the line protects, locks or names is not protected, "
	      "locked or named.",
	      "Correct the label; flashmap list shows them."),
	FAULT("conf-unknown-chip", "The area is not in the map.",
	      "Correct the chip; flashmap list shows them."),
	FAULT("conf-beyond-chip",
	      "Access to what is not there fails, in the middle of an update "
	      "too.",
	      "Correct offset and size."),
	NOTE("conf-known-area",
	     "The line will be wrong when the partition table changes.",
	     "Take chip, offset and size out of it."),
	FAULT("proc-mtd-line", "The MTD is not in the map.",
	      "Look for a line end in the name of an MTD."),
	FAULT("incomplete", "The MTD is not in the map.",
	      "Look again; of a copied tree, copy the whole folder."),
	FAULT("tree-mistake",
	      "Its whole table of partitions counts for nothing, for the "
	      "kernel too.",
	      "Correct the device tree."),
	FAULT("tree-unreadable",
	      "Labels and protections of the device tree are missing.",
	      "Look at /sys/firmware/devicetree/base."),
	FAULT("tree-offset",
	      "A program that was built from the tree writes to another "
	      "place.",
	      "Make the device tree and the kernel's table agree."),
	FAULT("tree-size",
	      "A program that was built from the tree counts on another "
	      "size.",
	      "Make the device tree and the kernel's table agree."),
	FAULT("mtd-missing", "It cannot be read or written.",
	      "See in the kernel log why it was left out."),
	FAULT("chip-missing", "None of its areas can be read or written.",
	      "Load its driver, and see in the kernel log why it failed."),
	NOTE("node-missing",
	     "A program that was built from the tree does not know it.",
	     "Nothing, or add it to the device tree."),
	FAULT("other-table",
	      "A program that was built from the tree writes to another "
	      "place.",
	      "Keep one of the two tables."),
	FAULT("overlap", "To write one of them damages the other.",
	      "Correct the device tree."),
	FAULT("area-overlap", "To write one of them damages the other.",
	      "Correct the partition table, or flashmap.conf."),
	FAULT("unaligned",
	      "To erase its first or last sector would erase a part of a "
	      "neighbour, so that it is refused.",
	      "Move its ends to where sectors begin."),
	FAULT("read-only-unaligned",
	      "The kernel makes read-only what does not begin and end with a "
	      "sector, so that no update can be written.",
	      "Move its ends to where sectors begin, or use smaller sectors "
	      "(CONFIG_MTD_SPI_NOR_USE_4K_SECTORS)."),
	FAULT("unreachable", "Reads and writes of that part fail.",
	      "Give the part an MTD, or correct the area in flashmap.conf."),
	NOTE("in-use",
	     "It cannot be changed meanwhile; write and erase refuse it.",
	     "Nothing; to change it, unmount or detach it before."),
	NOTE("use-unknown",
	     "Write and erase refuse every area, since it may be in use.",
	     "Look with -v, as root."),
	FAULT("unlocked",
	      "What the chip was to refuse can be written, by a mistake too.",
	      "Lock it, and see who has unlocked it; many kernels do when "
	      "they start."),
	NOTE("lock-unknown", "Whether a mistake could write it is not known.",
	     "Look on the board, as root; a driver that cannot tell cannot "
	     "lock either."),
	FAULT("slot-size",
	      "MCUboot swaps slots of one size, or with one sector more in "
	      "one of them.",
	      "Make the slots equally large."),
	FAULT("slot-sectors",
	      "MCUboot swaps sector by sector: without scratch they have to "
	      "be equal, with it multiples.",
	      "Use one sector size for both slots."),
	FAULT("slot-nested",
	      "To write an update into one slot damages the image in the "
	      "other.",
	      "Correct the slots in flashmap.conf, or the partition table."),
	FAULT("scratch-too-small",
	      "A swap keeps a whole sector of the slots in scratch.",
	      "Make scratch as large as the largest sector of the slots."),
	FAULT("slot-write-block",
	      "MCUboot swaps with write blocks of 32 bytes at most, and does "
	      "not know bad blocks.",
	      "Put the slots on NOR, or build MCUboot for overwriting alone."),
	FAULT("slot-beyond-4g",
	      "MCUboot counts offsets and sizes with 32 bits.",
	      "Move the slot below 4 GiB."),
	NOTE("slot-many-sectors",
	     "MCUboot does not boot with more sectors than "
	     "MCUBOOT_MAX_IMG_SECTORS, which is 128 unless it is set.",
	     "Set it to as many in the boot loader and in agents."),
	NOTE("slot-missing",
	     "MCUboot cannot swap an image that has one slot only.",
	     "Nothing, if the boot loader was built so; else name the other "
	     "one in flashmap.conf."),
	FAULT("no-node", "No program can open the MTD.",
	      "Run udev or mdev, or mount devtmpfs on /dev."),
	FAULT("node-wrong",
	      "What is written to that name goes elsewhere; this library "
	      "refuses it.",
	      "Remove it and let udev, mdev or devtmpfs make it."),
	FAULT("node-open-to-all",
	      "Any program can erase it, the boot loader too.",
	      "chmod o-w, and correct the udev rule that allows it."),
	NOTE("node-no-access",
	     "What a look into the device tells is missing here.",
	     "Run as root."),
	FAULT("mtdblock-stale",
	      "A file system there, or whoever reads it, gets data that the "
	      "flash no longer has.",
	      "sync, and look again; if it is told still, unmount it, and "
	      "blockdev --flushbufs."),
	FAULT("libmtd-blind",
	      "Programs that use libmtd (mtd-utils, SWUpdate) cannot use it.",
	      "Give it a name below 127 bytes, and see what mtdinfo says."),
	FAULT("libmtd-differs",
	      "Programs that use libmtd (mtd-utils, SWUpdate) and those that "
	      "use this library would not do the same.",
	      "Report it, with the output of mtdinfo and flashmap info."),
};

#define CODES (sizeof(codes) / sizeof(*codes))

static const struct doctor_code unknown = {
	.severity = DOCTOR_FAULT,
	.why = "The library is newer than this program.",
	.what_to_do = "See its documentation of findings.",
};

const struct doctor_code *doctor_find_code(const char *code)
{
	for (size_t i = 0; i < CODES; i++)
		if (strcmp(codes[i].code, code) == 0)
			return &codes[i];
	return &unknown;
}
