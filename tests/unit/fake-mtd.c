// SPDX-License-Identifier: BSD-2-Clause
/* The devices themselves, and the functions that --wrap puts in front. */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "fake-mtd.h"
#include "fake-private.h"

#define DESCRIPTORS 256

/* Relaxed throughout: see fake_be_quiet(). */
static struct {
	_Atomic(struct fake_mtd *) mtd;
	atomic_bool block;
	atomic_int flags;
} files[DESCRIPTORS];

/* The functions of the C library; not every one has all names. */
int __real_open(const char *path, int flags, ...);
int __real_close(int fd);
int __real_fstat(int fd, struct stat *status);
int __real_fstat64(int fd, struct stat *status) __attribute__((weak));
int __real_ioctl(int fd, unsigned long request, ...);
ssize_t __real_pread(int fd, void *data, size_t length, off_t offset);
ssize_t __real_pread64(int fd, void *data, size_t length, off_t offset)
	__attribute__((weak));
ssize_t __real_pwrite(int fd, const void *data, size_t length, off_t offset);
ssize_t __real_pwrite64(int fd, const void *data, size_t length, off_t offset)
	__attribute__((weak));

int __wrap_open(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
int __wrap___open_2(const char *path, int flags);
int __wrap___open64_2(const char *path, int flags);
int __wrap_close(int fd);
int __wrap_fstat(int fd, struct stat *status);
int __wrap_fstat64(int fd, struct stat *status);
int __wrap_ioctl(int fd, unsigned long request, ...);
ssize_t __wrap_pread(int fd, void *data, size_t length, off_t offset);
ssize_t __wrap_pread64(int fd, void *data, size_t length, off_t offset);
ssize_t __wrap___pread_chk(int fd, void *data, size_t length, off_t offset,
			   size_t room);
ssize_t __wrap___pread64_chk(int fd, void *data, size_t length, off_t offset,
			     size_t room);
ssize_t __wrap_pwrite(int fd, const void *data, size_t length, off_t offset);
ssize_t __wrap_pwrite64(int fd, const void *data, size_t length, off_t offset);

int fake_refuse(int error)
{
	errno = error;
	return -1;
}

static struct fake_mtd *file_mtd(int fd)
{
	/* Time for another thread to close what this one is about to use. */
	if (fake_is_quiet())
		sched_yield();
	if (fd < 0 || fd >= DESCRIPTORS)
		return NULL;
	return atomic_load_explicit(&files[fd].mtd, memory_order_relaxed);
}

static bool is_block(int fd)
{
	return atomic_load_explicit(&files[fd].block, memory_order_relaxed);
}

static bool is_writable(int fd)
{
	int flags =
		atomic_load_explicit(&files[fd].flags, memory_order_relaxed);

	return (flags & O_ACCMODE) != O_RDONLY;
}

static bool is_writeable(const struct fake_mtd *mtd)
{
	return mtd->options.flags & MTD_WRITEABLE;
}

unsigned int fake_open_descriptors(void)
{
	unsigned int count = 0;

	for (int fd = 0; fd < DESCRIPTORS; fd++)
		count += file_mtd(fd) != NULL;
	return count;
}

static void remember(int fd, struct fake_mtd *mtd, bool block, int flags)
{
	atomic_store_explicit(&files[fd].block, block, memory_order_relaxed);
	atomic_store_explicit(&files[fd].flags, flags, memory_order_relaxed);
	atomic_store_explicit(&files[fd].mtd, mtd, memory_order_relaxed);
}

/* Whether a call on a watched file is to be made, with errno if not. */
static bool judge_file(struct fake_mtd *mtd, enum fake_call call,
		       unsigned long which, size_t *length)
{
	struct fake_verdict verdict = fake_judge(&(struct fake_event){
		.mtd = mtd, .call = call, .which = which });

	if (length && *length > verdict.limit)
		*length = verdict.limit;
	errno = verdict.error;
	return verdict.error == 0;
}

static int open_fake(struct fake_mtd *mtd, bool block, int flags)
{
	struct fake_verdict verdict;
	int access = flags & O_ACCMODE;
	int fd;

	fake_note("open mtd%s%d %s%s%s", block ? "block" : "",
		  mtd->options.number,
		  access == O_RDONLY ? "O_RDONLY"
		  : access == O_RDWR ? "O_RDWR"
				     : "O_WRONLY",
		  flags & O_CLOEXEC ? "" : " without O_CLOEXEC",
		  flags & O_NONBLOCK ? "" : " without O_NONBLOCK");
	verdict = fake_judge(&(struct fake_event){
		.mtd = mtd,
		.call = FAKE_OPEN,
		.which = (unsigned long)access,
	});
	if (verdict.error)
		return fake_refuse(verdict.error);
	if (access != O_RDONLY && !is_writeable(mtd))
		return fake_refuse(EACCES);
	fd = __real_open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fd >= DESCRIPTORS)
		return fake_refuse(EMFILE);
	remember(fd, mtd, block, flags);
	return fd;
}

static int open_path(const char *path, int flags, mode_t mode)
{
	bool block = false;
	struct fake_mtd *mtd = fake_find(path, &block);
	int fd;

	if (mtd && !mtd->file)
		return open_fake(mtd, block, flags);
	if (mtd && !judge_file(mtd, FAKE_OPEN,
			       (unsigned long)(flags & O_ACCMODE), NULL))
		return -1;
	fd = __real_open(path, flags, mode);
	if (mtd && fd >= 0 && fd < DESCRIPTORS)
		remember(fd, mtd, false, flags);
	return fd;
}

int __wrap_open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list arguments;

	va_start(arguments, flags);
	if (flags & (O_CREAT | O_TMPFILE))
		mode = va_arg(arguments, mode_t);
	va_end(arguments);
	return open_path(path, flags, mode);
}

int __wrap_open64(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list arguments;

	va_start(arguments, flags);
	if (flags & (O_CREAT | O_TMPFILE))
		mode = va_arg(arguments, mode_t);
	va_end(arguments);
	return open_path(path, flags | O_LARGEFILE, mode);
}

int __wrap___open_2(const char *path, int flags)
{
	return open_path(path, flags, 0);
}

int __wrap___open64_2(const char *path, int flags)
{
	return open_path(path, flags | O_LARGEFILE, 0);
}

int __wrap_close(int fd)
{
	struct fake_mtd *mtd = file_mtd(fd);

	if (mtd && !mtd->file)
		fake_note("close mtd%s%d", is_block(fd) ? "block" : "",
			  mtd->options.number);
	if (mtd) {
		atomic_store_explicit(&files[fd].mtd, NULL,
				      memory_order_relaxed);
		fake_judge(&(struct fake_event){
			.mtd = mtd, .call = FAKE_CLOSE, .which = FAKE_ANY });
	}
	return __real_close(fd);
}

static int fstat_fake(struct fake_mtd *mtd, bool block, struct stat *status)
{
	struct fake_verdict verdict;

	fake_note("fstat mtd%s%d", block ? "block" : "", mtd->options.number);
	verdict = fake_judge(&(struct fake_event){
		.mtd = mtd, .call = FAKE_FSTAT, .which = FAKE_ANY });
	if (verdict.error)
		return fake_refuse(verdict.error);
	memset(status, 0, sizeof(*status));
	status->st_mode = block ? mtd->block_mode : mtd->mode;
	status->st_rdev = block ? makedev(mtd->block_major, mtd->block_minor)
				: makedev(mtd->major, mtd->minor);
	return 0;
}

int __wrap_fstat(int fd, struct stat *status)
{
	struct fake_mtd *mtd = file_mtd(fd);

	return mtd && !mtd->file ? fstat_fake(mtd, is_block(fd), status)
				 : __real_fstat(fd, status);
}

int __wrap_fstat64(int fd, struct stat *status)
{
	struct fake_mtd *mtd = file_mtd(fd);

	return mtd && !mtd->file ? fstat_fake(mtd, is_block(fd), status)
				 : __real_fstat64(fd, status);
}

static ssize_t read_fake(struct fake_mtd *mtd, void *data, size_t length,
			 uint64_t offset)
{
	struct fake_verdict verdict;

	fake_note("pread mtd%d %#llx %#zx", mtd->options.number,
		  (unsigned long long)offset, length);
	verdict = fake_judge(&(struct fake_event){ mtd, FAKE_READ, FAKE_ANY,
						   offset, length });
	if (verdict.error)
		return fake_refuse(verdict.error);
	if (offset > mtd->options.size)
		return 0;
	/* As drivers/mtd/mtdchar.c: what lies past the end is cut. */
	if (length > mtd->options.size - offset)
		length = (size_t)(mtd->options.size - offset);
	if (length > verdict.limit)
		length = verdict.limit;
	/* What ECC could not do is no error here, as in the kernel. */
	fake_read_bytes(mtd, data, offset, length, NULL);
	return (ssize_t)length;
}

/* RAM takes any value, all else clears bits and sets none; unless locked. */
static void program(struct fake_mtd *mtd, uint64_t offset, const uint8_t *data,
		    size_t length)
{
	bool ram = strcmp(mtd->options.type, "ram") == 0;

	for (size_t i = 0; mtd->content && i < length; i++) {
		uint8_t *byte = &mtd->content[offset + i];

		if (!fake_is_locked(mtd, offset + i, 1))
			*byte = ram ? data[i] : *byte & data[i];
	}
}

static ssize_t write_fake(struct fake_mtd *mtd, int fd, const uint8_t *data,
			  size_t length, uint64_t offset)
{
	struct fake_verdict verdict;

	fake_note("pwrite mtd%d %#llx %#zx", mtd->options.number,
		  (unsigned long long)offset, length);
	verdict = fake_judge(&(struct fake_event){ mtd, FAKE_WRITE, FAKE_ANY,
						   offset, length });
	if (verdict.error || !is_writable(fd))
		return fake_refuse(verdict.error ? verdict.error : EBADF);
	if (offset >= mtd->options.size)
		return fake_refuse(ENOSPC);
	if (length > mtd->options.size - offset)
		length = (size_t)(mtd->options.size - offset);
	if (offset % mtd->options.write_size ||
	    length % mtd->options.write_size)
		return fake_refuse(EINVAL);
	if (length > verdict.limit)
		length = verdict.limit;
	program(mtd, offset, data, length);
	return (ssize_t)length;
}

ssize_t __wrap_pread(int fd, void *data, size_t length, off_t offset)
{
	struct fake_mtd *mtd = file_mtd(fd);

	if (mtd && !mtd->file)
		return read_fake(mtd, data, length, (uint64_t)offset);
	if (mtd && !judge_file(mtd, FAKE_READ, FAKE_ANY, &length))
		return -1;
	return __real_pread(fd, data, length, offset);
}

ssize_t __wrap_pread64(int fd, void *data, size_t length, off_t offset)
{
	struct fake_mtd *mtd = file_mtd(fd);

	if (mtd && !mtd->file)
		return read_fake(mtd, data, length, (uint64_t)offset);
	if (mtd && !judge_file(mtd, FAKE_READ, FAKE_ANY, &length))
		return -1;
	return __real_pread64(fd, data, length, offset);
}

ssize_t __wrap___pread_chk(int fd, void *data, size_t length, off_t offset,
			   size_t room)
{
	if (length > room)
		abort();
	return __wrap_pread(fd, data, length, offset);
}

ssize_t __wrap___pread64_chk(int fd, void *data, size_t length, off_t offset,
			     size_t room)
{
	if (length > room)
		abort();
	return __wrap_pread64(fd, data, length, offset);
}

ssize_t __wrap_pwrite(int fd, const void *data, size_t length, off_t offset)
{
	struct fake_mtd *mtd = file_mtd(fd);

	if (mtd && !mtd->file)
		return write_fake(mtd, fd, data, length, (uint64_t)offset);
	if (mtd && !judge_file(mtd, FAKE_WRITE, FAKE_ANY, &length))
		return -1;
	return __real_pwrite(fd, data, length, offset);
}

ssize_t __wrap_pwrite64(int fd, const void *data, size_t length, off_t offset)
{
	struct fake_mtd *mtd = file_mtd(fd);

	if (mtd && !mtd->file)
		return write_fake(mtd, fd, data, length, (uint64_t)offset);
	if (mtd && !judge_file(mtd, FAKE_WRITE, FAKE_ANY, &length))
		return -1;
	return __real_pwrite64(fd, data, length, offset);
}

int __wrap_ioctl(int fd, unsigned long request, ...)
{
	struct fake_mtd *mtd = file_mtd(fd);
	va_list arguments;
	void *argument;

	va_start(arguments, request);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	if (!mtd || mtd->file)
		return __real_ioctl(fd, request, argument);
	return fake_ioctl(mtd, request, argument, is_writable(fd),
			  is_block(fd));
}
