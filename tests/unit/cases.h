/* SPDX-License-Identifier: BSD-2-Clause */
/* Test cases of a suite that have a file of their own. */
#ifndef TESTS_CASES_H
#define TESTS_CASES_H

#include <check.h>

/* Of the chips suite. */
TCase *chips_device_case(void);
TCase *chips_names_case(void);

/* Of the conf suite. */
TCase *conf_mistakes_case(void);
TCase *conf_numbers_case(void);

/* Of the configure suite. */
TCase *configure_file_case(void);
TCase *configure_protect_case(void);
/* Empty without libfdt. */
TCase *configure_simulator_case(void);

/* Of the devicetree suite, with libfdt only. */
TCase *devicetree_blobs_case(void);
TCase *devicetree_flash_case(void);
TCase *devicetree_mistakes_case(void);
TCase *devicetree_nand_case(void);
TCase *devicetree_partitions_case(void);
TCase *devicetree_spellings_case(void);
TCase *devicetree_wrong_case(void);

/* Of the ecc suite. */
TCase *ecc_arguments_case(void);
TCase *ecc_calls_case(void);
TCase *ecc_counters_case(void);
TCase *ecc_memread_case(void);
TCase *ecc_statistics_case(void);

/* Of the goodblocks suite. */
TCase *goodblocks_change_case(void);
TCase *goodblocks_io_case(void);

/* Of the info suite. */
TCase *info_uses_case(void);

/* Of the io suite; those on simulated chips with libfdt only. */
TCase *io_broken_case(void);
TCase *io_copy_case(void);
TCase *io_device_case(void);
TCase *io_failed_case(void);
TCase *io_hash_case(void);
TCase *io_nand_case(void);
TCase *io_refused_case(void);
TCase *io_simulated_case(void);

/* Of the live suite, with libfdt only. */
TCase *live_tree_case(void);

/* Of the locate suite. */
TCase *locate_nested_case(void);

/* Of the lock suite. */
TCase *lock_reach_case(void);
TCase *lock_refused_case(void);

/* Of the map suite. */
TCase *map_content_case(void);
TCase *map_lists_case(void);
/* With libfdt only. */
TCase *map_order_case(void);
TCase *map_tree_case(void);

/* Of the open suite, with libfdt only. */
TCase *open_no_nodes_case(void);
TCase *open_nodes_case(void);

/* Of the root suite. */
TCase *root_units_case(void);

/* Of the sectors suite. */
TCase *sectors_sizes_case(void);

/* Of the slots suite. */
TCase *slots_ids_case(void);
TCase *slots_numbers_case(void);

/* Of the sysfs suite. */
TCase *sysfs_attributes_case(void);

/* Of the tie suite. */
TCase *tie_findings_case(void);

/* Of the writer suite; all but the first with libfdt only. */
TCase *writer_devices_case(void);
TCase *writer_cuts_case(void);
TCase *writer_faults_case(void);
TCase *writer_model_case(void);
TCase *writer_sectors_case(void);
TCase *writer_stream_case(void);

#endif /* TESTS_CASES_H */
