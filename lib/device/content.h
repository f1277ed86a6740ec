/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bytes of a simulated chip: in memory, or in a file of exactly its size
 * that is opened, or made erased, at its first use.
 */
#ifndef FM_DEVICE_CONTENT_H
#define FM_DEVICE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fm_content {
	/* For the log. */
	const char *name;
	char *file;
	uint8_t *memory;
	uint64_t size;
	int fd;
	uint8_t erased_value;
	/* The file cannot be written, so neither can the chip. */
	bool read_only;
	/* The file was made by the last opening. */
	bool made;
};

/* file is copied, NULL for memory. -EFBIG, -ENOMEM. */
int fm_content_init(struct fm_content *content, const char *name,
		    const char *file, uint64_t size, uint8_t erased_value);
void fm_content_destroy(struct fm_content *content);

/* -EINVAL if the file has another size or is none; what open(2) says. */
int fm_content_open(struct fm_content *content);
void fm_content_close(struct fm_content *content);

/* On an open content, inside its size. */
int fm_content_load(const struct fm_content *content, uint64_t offset,
		    void *data, size_t length);
int fm_content_store(const struct fm_content *content, uint64_t offset,
		     const void *data, size_t length);
/* With the erased value, or with another one. */
int fm_content_fill(const struct fm_content *content, uint64_t offset,
		    uint64_t length);
int fm_content_fill_with(const struct fm_content *content, uint64_t offset,
			 uint64_t length, uint8_t value);

#endif /* FM_DEVICE_CONTENT_H */
