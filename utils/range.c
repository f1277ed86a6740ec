// SPDX-License-Identifier: GPL-2.0-or-later
#include "range.h"

#include <inttypes.h>

#include "report.h"

int range_of_options(const struct area *area, uint64_t size,
		     const struct options *options, struct range *range)
{
	if (options->offset > size)
		return report(STATUS_USAGE,
			      "--offset 0x%" PRIx64 " is past "
			      "the end of %s, which has 0x%" PRIx64 " bytes",
			      options->offset, area->name, size);
	range->offset = options->offset;
	range->length = size - options->offset;
	if (!options->length_given)
		return STATUS_DONE;
	if (options->length > range->length)
		return report(STATUS_USAGE,
			      "--length 0x%" PRIx64 " from offset"
			      " 0x%" PRIx64 " is past the end of %s, which has"
			      " 0x%" PRIx64 " bytes",
			      options->length, options->offset, area->name,
			      size);
	range->length = options->length;
	return STATUS_DONE;
}
