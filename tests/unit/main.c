// SPDX-License-Identifier: BSD-2-Clause

#include <stdlib.h>

#include "unit.h"
#include "support.h"

int main(void)
{
	Suite *(*const suites[])(void) = {
		log_suite,	  range_suite,	    geometry_suite,
		node_suite,	  mtd_suite,	    sim_suite,
		chip_suite,	  root_suite,	    sysfs_suite,
		procmtd_suite,	  chips_suite,	    locate_suite,
		usage_suite,	  devicetree_suite, live_suite,
		tie_suite,	  ids_suite,	    label_suite,
		registry_suite,	  map_suite,	    conf_suite,
		configure_suite,  default_suite,    open_suite,
		resolve_suite,	  io_suite,	    sectors_suite,
		info_suite,	  ecc_suite,	    lock_suite,
		markbad_suite,	  expect_suite,	    goodblocks_suite,
		runs_suite,	  device_suite,	    pages_suite,
		parameters_suite, identity_suite,   extended_suite,
		slots_suite,	  backend_suite,    spinor_suite,
		threads_suite,	  writer_suite,
	};
	SRunner *runner = srunner_create(NULL);
	int failed;

	set_up_log();
	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
		srunner_add_suite(runner, suites[i]());
	/* CK_RUN_SUITE and CK_RUN_CASE choose; CK_FORK=no suits a debugger. */
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
