// SPDX-License-Identifier: GPL-2.0-or-later
#include "range.h"

#include <inttypes.h>

#include "report.h"

bool range_contains(const struct range *outer, const struct range *inner)
{
	return inner->offset >= outer->offset &&
	       inner->length <= outer->length &&
	       inner->offset - outer->offset <= outer->length - inner->length;
}

bool range_overlaps(const struct range *a, const struct range *b)
{
	const struct range *low = a->offset <= b->offset ? a : b;
	const struct range *high = low == a ? b : a;

	return a->length > 0 && b->length > 0 &&
	       high->offset - low->offset < low->length;
}

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
