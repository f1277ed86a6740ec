// SPDX-License-Identifier: BSD-2-Clause

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

static FILE *out;
static int cases;
static bool failed;

void must(int err)
{
	if (!err)
		return;
	fprintf(out ? out : stdout, "Bail out! error %d\n", err);
	exit(1);
}

void tap_begin(void)
{
	out = fdopen(dup(STDOUT_FILENO), "w");
	if (!out || !freopen("/dev/null", "w", stdout) ||
	    !freopen("/dev/null", "w", stderr))
		exit(99);
	setvbuf(out, NULL, _IOLBF, 0);
}

void tap_case(bool passed, const char *format, ...)
{
	va_list arguments;

	cases++;
	failed |= !passed;
	fprintf(out, "%sok %d - ", passed ? "" : "not ", cases);
	va_start(arguments, format);
	vfprintf(out, format, arguments);
	va_end(arguments);
	fprintf(out, "\n");
}

void tap_note(const char *format, ...)
{
	va_list arguments;

	fprintf(out, "# ");
	va_start(arguments, format);
	vfprintf(out, format, arguments);
	va_end(arguments);
	fprintf(out, "\n");
}

int tap_end(void)
{
	fprintf(out, "1..%d\n", cases);
	return failed || fclose(out) != 0;
}

struct flashmap *simulated(const char *devicetree)
{
	struct flashmap *map;

	must(flashmap_new(&map));
	must(flashmap_set_devicetree(map, devicetree));
	must(flashmap_set_simulator(map, FLASHMAP_SIMULATOR_RAM));
	must(flashmap_load(map));
	return map;
}
