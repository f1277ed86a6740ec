/* SPDX-License-Identifier: BSD-2-Clause */
/* One simulated chip as a medium: 32 KiB in sectors of 4 KiB. */
#ifndef TESTS_SIM_CHIP_H
#define TESTS_SIM_CHIP_H

#include <check.h>
#include <stdbool.h>

#include "device/sim.h"

#define SIM_SIZE 0x8000u
#define SIM_ERASE 0x1000u
/* Of NAND. */
#define SIM_PAGE 0x200u
#define SIM_STEP 0x100u

extern struct fm_medium *sim;

/* The size, the erase size and the name of the parameters are not used. */
void set_up_sim(const struct fm_sim_parameters *parameters);
void set_up_sim_value(const struct fm_sim_parameters *parameters,
		      uint8_t erased_value);
/*
 * NAND in pages of 512 bytes, of which 4 bits in each 256 are corrected, with
 * a threshold of 3. Of the parameters, which may be NULL, file and the bad
 * blocks are used.
 */
void set_up_nand(const struct fm_sim_parameters *parameters);
void tear_down_sim(void);

int sim_read(uint64_t offset, void *data, size_t length);
int sim_write(uint64_t offset, const void *data, size_t length);
int sim_erase(uint64_t offset, uint64_t size);

/* A page of NAND, of this value. */
int sim_program_page(unsigned int page, uint8_t value);
void check_page(unsigned int page, uint8_t value);

uint32_t sim_erase_count(uint64_t offset);

/* Power, as fm_sim_cut_power() and its kin; they have to succeed. */
void sim_cut(uint64_t operation, enum flashmap_sim_cut how);
void sim_restore(void);

/* A NOR whose first two sectors hold 0x5a. */
void set_up_full_nor(void);
/* So many bytes read as this value. */
void check_bytes(uint64_t offset, size_t size, uint8_t value);
/* Whether reads of so many bytes, of a sector at most, differ. */
bool sim_is_unstable(uint64_t offset, size_t size);

/* Whether each byte has this value. */
void check_all(const uint8_t *data, size_t length, uint8_t value);

/* Cases of the sim suite that have a file of their own. */
TCase *sim_copy_case(void);
TCase *sim_cuts_case(void);
TCase *sim_faults_case(void);
TCase *sim_file_case(void);
TCase *sim_locks_case(void);
TCase *sim_map_case(void);
TCase *sim_model_case(void);
TCase *sim_nand_case(void);
TCase *sim_power_case(void);
TCase *sim_state_case(void);
TCase *sim_state_refused_case(void);
TCase *sim_torn_case(void);

#endif /* TESTS_SIM_CHIP_H */
