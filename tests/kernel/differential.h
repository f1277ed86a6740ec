/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same operations on an MTD and on the simulator. A model, which knows
 * neither, says what each of them shall come to.
 */
#ifndef DIFFERENTIAL_H
#define DIFFERENTIAL_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <flashmap/goodblocks.h>
#include <flashmap/map.h>

/* The same numbers from the same seed on every machine. */
struct random {
	uint64_t state;
};

uint64_t random_next(struct random *random);
/* 0 to limit - 1; 0 where limit is 0. */
uint64_t random_below(struct random *random, uint64_t limit);
/* Short lengths are as likely as long ones: 1 to limit. */
uint64_t random_length(struct random *random, uint64_t limit);
void random_fill(uint64_t seed, uint8_t *data, size_t size);

/* Which writes are allowed. */
enum rules {
	/* Any. */
	RULES_RAM,
	/* Bits are only cleared; a write block of more than a byte is written
	 * once after an erase. */
	RULES_NOR,
	/* A page is written once after an erase, in ascending order. */
	RULES_NAND,
};

struct geometry {
	uint64_t size;
	uint32_t erase_size;
	uint32_t write_size;
	enum rules rules;
	/* NAND only. */
	uint32_t oob_size;
	uint32_t ecc_strength;
	uint32_t ecc_step_size;
	uint32_t bitflip_threshold;
	/* One for each block; NULL where there are none. */
	bool *bad;
};

const char *rules_name(enum rules rules);

/* What the first "size" bytes of a device hold, and may be made to hold. */
struct model {
	const struct geometry *geometry;
	uint64_t size;
	uint8_t *bytes;
	/* NAND: for each block the first page that may still be written. */
	uint32_t *next_page;
	/* Since its last erase, for each write block. */
	bool *written;
};

int model_init(struct model *model, const struct geometry *geometry,
	       uint64_t size);
void model_destroy(struct model *model);
bool model_is_bad(const struct model *model, uint64_t offset);
bool model_has_bad(const struct model *model, uint64_t offset, uint64_t length);
bool model_may_write(const struct model *model, uint64_t offset,
		     const uint8_t *data, size_t length);
void model_write(struct model *model, uint64_t offset, const uint8_t *data,
		 size_t length);
void model_erase(struct model *model, uint64_t offset, uint64_t length);

enum kind {
	OP_READ,
	OP_WRITE,
	OP_ERASE,
	/* Of the area without its bad blocks. */
	OP_VIEW_READ,
	OP_VIEW_WRITE,
	OP_VIEW_ERASE,
	OP_READ_ECC,
	/* Against the rules, on the simulator alone. */
	OP_FORBIDDEN,
	OP_SECTORS,
	OP_SECTORS_BY_ID,
	OP_IS_BAD,
	OP_MARK_BAD,
	OP_STATISTICS,
	OP_IS_LOCKED,
	/* Lock, or unlock, where the device can do neither. */
	OP_LOCK,
	/* What an area says of itself. */
	OP_ASK,
	OP_OPEN,
	OP_CLOSE,
	OP_RELEASE,
	OP_KINDS,
};

/* What an operation is done with. */
enum made {
	/* The area of the map; a part of it where the test is limited. */
	AREA_OWN,
	AREA_COPY,
	/* By the name of the device, the pointer being NULL ... */
	AREA_BY_NAME,
	/* ... or to no device. */
	AREA_BY_NAME_STALE,
	AREA_BY_DEVICE,
	AREA_OTHER_NAME,
	AREA_NO_DEVICE,
	AREA_NULL,
	AREA_KINDS,
};

struct operation {
	enum kind kind;
	enum made made;
	/* Of an area that was made by the caller, on the device. */
	int64_t area_offset;
	uint64_t area_size;
	int64_t offset;
	/* For size_t: what is near SIZE_MAX here is so where it has 32 bits. */
	uint64_t length;
	/* Without a buffer. */
	bool null;
	/* Sectors: the first one and the capacity. An id. How ECC is asked. */
	uint32_t first;
	uint32_t count;
	uint64_t data_seed;
};

/* How OP_READ_ECC asks: as it is meant, not at all, or wrong. */
enum ecc_asked {
	ECC_ASKED,
	ECC_NOT_ASKED,
	ECC_WITHOUT_SIZE,
	ECC_WITHOUT_BUFFER,
	ECC_WAYS,
};

/* Only equal on both sides. */
#define ANY_RESULT INT_MAX

int model_judge(const struct model *model, const struct operation *operation,
		const uint8_t *data);

/* The map, and what an area of the caller's is made of. */
struct side {
	const char *name;
	struct flashmap *map;
	const struct flash_area *area;
	struct flashmap_goodblocks *view;
	/* A name under which the area's device begins with offset 0; "" in a
	 * map that is not the default map. */
	char device_name[64];
	/* Name of another device of the map; "" if there is none. */
	char other_name[64];
	/* The simulator's content. */
	char file[512];
};

/* What an operation came to; the bytes are in a buffer. */
struct outcome {
	int rc;
	uint32_t count;
	/* What OP_ASK was told, or first and last sector. */
	uint64_t told[8];
};

struct settings {
	const char *label;
	/* A simulated chip instead of a device, and whether rules are named. */
	bool simulated;
	bool rules_named;
	enum rules rules;
	uint64_t seed;
	uint64_t operations;
	uint64_t limit;
	/* Of a simulated chip; 0 for what is usual for its type. */
	uint64_t size;
	uint64_t erase_size;
	uint64_t write_size;
	/* Whole contents are compared after so many. */
	uint64_t interval;
	/* A byte is changed behind one side's back; 0 never. */
	uint64_t break_at;
	const char *blob;
	const char *content;
	/* As it was called. */
	char **arguments;
};

bool settings_parse(struct settings *settings, int argc, char **argv);

struct test {
	struct settings settings;
	struct geometry geometry;
	struct model model;
	struct random random;
	/* The device, and the simulator whose content is a file. */
	struct side device;
	struct side simulator;
	struct flash_sector *sectors[2];
	uint32_t sector_capacity;
	uint8_t *data;
	uint8_t *expected;
	uint8_t *buffers[2];
	size_t buffer_size;
	/* Of each kind, and of these those that did what they should. */
	uint64_t tried[OP_KINDS];
	uint64_t counts[OP_KINDS];
	uint64_t refused;
	uint64_t number;
	/* The device tells what it has locked. */
	bool tells_locks;
	/* Blocks that were good. */
	uint64_t marked_bad;
	/* What the folder of files is called; "" if there is none. */
	char folder[64];
};

/* Bytes before and after a buffer that nothing may change. */
#define GUARD 16

/* Draws the next operation, and its bytes into data. */
void draw_operation(struct test *test, struct operation *operation);

/* What it is made of: one of so many; a length; a byte of the device; the
 * whole area; an area that has a range of the device; a read. */
bool draw_one_in(struct test *test, uint64_t count);
uint64_t draw_length(struct test *test, uint64_t limit);
uint64_t draw_place(struct test *test);
void draw_own_area(struct test *test, struct operation *operation);
void draw_cover(struct test *test, struct operation *operation, uint64_t start,
		uint64_t length);
void draw_read(struct test *test, struct operation *operation);
/* In differential-wrong.c: calls, ranges of the area that an operation names,
 * and what changes nothing. */
void draw_wrong_range(struct test *test, struct operation *operation);
void draw_wrong(struct test *test, struct operation *operation);
void draw_question(struct test *test, struct operation *operation);

/* The area without its bad blocks, with offsets of its own. */
uint64_t view_capacity(const struct model *model);
uint64_t view_to_device(const struct model *model, uint64_t offset);
int view_judge(const struct model *model, const struct operation *operation,
	       const uint8_t *data);
/* A read is done too: into data. */
void view_apply(struct model *model, const struct operation *operation,
		uint8_t *data);
void draw_view(struct test *test, struct operation *operation);

int side_open_device(struct test *test);
int side_open_simulated(struct test *test, struct side *side,
			const char *content);
/* A device that has no locks is like a simulated one that has none. */
int side_match_locks(struct test *test);
void side_close(struct test *test);

/* Both sides erased. All of these are 0, or 1 with a report on stderr. */
int run_prepare(struct test *test);
int run_operation(struct test *test, const struct operation *operation);
int run_compare(struct test *test);

void perform(const struct test *test, const struct side *side,
	     const struct operation *operation, uint8_t *buffer,
	     struct flash_sector *sectors, struct outcome *outcome);

void report_difference(const struct test *test,
		       const struct operation *operation, const char *what);
void report_outcomes(const struct test *test, const struct operation *operation,
		     int expected, const struct outcome *device,
		     const struct outcome *simulator);
__attribute__((format(printf, 1, 2))) int complain(const char *format, ...);

/* Writes the device tree of a chip with this geometry. */
int blob_write(const char *file, const struct geometry *geometry,
	       const char *label);

#endif /* DIFFERENTIAL_H */
