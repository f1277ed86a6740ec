// SPDX-License-Identifier: BSD-2-Clause
/* What a person is told: the operation, and how to have it again. */

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "differential.h"

int complain(const char *format, ...)
{
	va_list arguments;

	fflush(stdout);
	fprintf(stderr, "differential: ");
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fprintf(stderr, "\n");
	return 1;
}

static void print_result(const char *who, int result)
{
	static const struct {
		int error;
		const char *name;
	} names[] = {
		{ EACCES, "EACCES" },
		{ EBADMSG, "EBADMSG" },
		{ EBUSY, "EBUSY" },
		{ EINVAL, "EINVAL" },
		{ EIO, "EIO" },
		{ ENODEV, "ENODEV" },
		{ ENOENT, "ENOENT" },
		{ ENOMEM, "ENOMEM" },
		{ ENXIO, "ENXIO" },
		{ EROFS, "EROFS" },
		{ ESTALE, "ESTALE" },
		{ ENOTSUP, "ENOTSUP" },
		{ EOVERFLOW, "EOVERFLOW" },
	};

	if (result == ANY_RESULT)
		return;
	fprintf(stderr, "differential:   %s: ", who);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (result == -names[i].error) {
			fprintf(stderr, "-%s\n", names[i].name);
			return;
		}
	fprintf(stderr, "%d\n", result);
}

static void print_operation(const struct operation *operation)
{
	static const char *const kinds[] = {
		[OP_READ] = "read",
		[OP_WRITE] = "write",
		[OP_ERASE] = "erase",
		[OP_VIEW_READ] = "read from the view",
		[OP_VIEW_WRITE] = "write to the view",
		[OP_VIEW_ERASE] = "erase in the view",
		[OP_READ_ECC] = "read with ECC",
		[OP_FORBIDDEN] = "forbidden write",
		[OP_SECTORS] = "get sectors",
		[OP_SECTORS_BY_ID] = "get sectors by id",
		[OP_IS_BAD] = "ask for a bad block",
		[OP_MARK_BAD] = "mark a block as bad",
		[OP_STATISTICS] = "ask for ECC statistics",
		[OP_IS_LOCKED] = "ask for a lock",
		[OP_LOCK] = "lock or unlock",
		[OP_ASK] = "ask the area",
		[OP_OPEN] = "open what is not there",
		[OP_CLOSE] = "close",
		[OP_RELEASE] = "release",
	};
	static const char *const made[] = {
		[AREA_OWN] = "its own area",
		[AREA_COPY] = "a copy of its area",
		[AREA_BY_NAME] = "an area by its device's name",
		[AREA_BY_NAME_STALE] = "an area by a name and a wrong pointer",
		[AREA_BY_DEVICE] = "an area by its device",
		[AREA_OTHER_NAME] = "an area with the name of another device",
		[AREA_NO_DEVICE] = "an area without a device",
		[AREA_NULL] = "no area",
	};

	fprintf(stderr,
		"differential:   %s, %s (%#" PRIx64 " bytes at %" PRId64
		"), offset %" PRId64 ", length %#" PRIx64 "%s, first %" PRIu32
		", count %" PRIu32 "\n",
		kinds[operation->kind], made[operation->made],
		operation->area_size, operation->area_offset, operation->offset,
		operation->length, operation->null ? " without a buffer" : "",
		operation->first, operation->count);
}

static void print_command(const struct settings *settings)
{
	fprintf(stderr, "differential:   again with:");
	for (char **argument = settings->arguments; *argument; argument++)
		fprintf(stderr, strchr(*argument, ' ') ? " '%s'" : " %s",
			*argument);
	fprintf(stderr, " --seed %" PRIu64 "\n", settings->seed);
}

void report_difference(const struct test *test,
		       const struct operation *operation, const char *what)
{
	const struct settings *settings = &test->settings;

	complain("operation %" PRIu64 ", seed %" PRIu64 ", \"%s\": %s",
		 test->number, settings->seed, settings->label, what);
	print_operation(operation);
	print_command(settings);
}

void report_outcomes(const struct test *test, const struct operation *operation,
		     int expected, const struct outcome *device,
		     const struct outcome *simulator)
{
	report_difference(test, operation, "the results differ");
	if (device)
		print_result(test->device.name, device->rc);
	print_result(test->simulator.name, simulator->rc);
	print_result("expected", expected);
	if (!device || (device->rc == simulator->rc && device->rc != expected &&
			expected != ANY_RESULT))
		return;
	complain("  counts %" PRIu32 " and %" PRIu32, device->count,
		 simulator->count);
	for (size_t i = 0; i < sizeof(device->told) / sizeof(device->told[0]);
	     i++)
		if (device->told[i] != 0 || simulator->told[i] != 0)
			complain("  answer %zu: %#" PRIx64 " and %#" PRIx64, i,
				 device->told[i], simulator->told[i]);
}
