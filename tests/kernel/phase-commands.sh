# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# Every command and every option on MTDs: the tests of tests/cli/commands.bats,
# with tests/cli/on-mtd.bash, which makes the NAND.
. /t/guest-lib.sh

# Run by init, judged by the host, a name a test.
# shellcheck disable=SC2034
bats_file=commands

setup()
{
	modprobe mtd
	remove_mtds
	modprobe mtdram total_size=1024 erase_size=4
	add_slots "$(mtd_of 'mtdram test device')"
}
