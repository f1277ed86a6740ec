/* SPDX-License-Identifier: BSD-2-Clause */
/* One simulated chip as a medium: 32 KiB in sectors of 4 KiB. */
#ifndef TESTS_SIM_CHIP_H
#define TESTS_SIM_CHIP_H

#include <check.h>

#include "device/sim.h"

#define SIM_SIZE 0x8000u
#define SIM_ERASE 0x1000u

extern struct fm_medium *sim;

/* file and write_size are taken from the parameters; the latter may be 0. */
void set_up_sim(const struct fm_sim_parameters *parameters);
void set_up_sim_value(const struct fm_sim_parameters *parameters,
		      uint8_t erased_value);
void tear_down_sim(void);

int sim_read(uint64_t offset, void *data, size_t length);
int sim_write(uint64_t offset, const void *data, size_t length);
int sim_erase(uint64_t offset, uint64_t size);

/* Whether each byte has this value. */
void check_all(const uint8_t *data, size_t length, uint8_t value);

/* Of test-sim-file.c and test-sim-map.c. */
TCase *sim_file_case(void);
TCase *sim_map_case(void);

#endif /* TESTS_SIM_CHIP_H */
