// SPDX-License-Identifier: BSD-2-Clause
/* SplitMix64: numbers that depend on nothing but the seed. */

#include "differential.h"

uint64_t random_next(struct random *random)
{
	uint64_t z;

	random->state += UINT64_C(0x9e3779b97f4a7c15);
	z = random->state;
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint64_t random_below(struct random *random, uint64_t limit)
{
	uint64_t number = random_next(random);

	return limit ? number % limit : 0;
}

uint64_t random_length(struct random *random, uint64_t limit)
{
	uint64_t bits = 0, length;

	while (bits < 63 && limit >> bits > 1)
		bits++;
	length = random_below(random,
			      UINT64_C(2) << random_below(random, bits + 1));
	return length < limit ? length + 1 : limit;
}

void random_fill(uint64_t seed, uint8_t *data, size_t size)
{
	struct random random = { seed };
	uint64_t number = 0;

	for (size_t i = 0; i < size; i++) {
		if (i % 8 == 0)
			number = random_next(&random);
		data[i] = (uint8_t)(number >> (i % 8 * 8));
	}
}
