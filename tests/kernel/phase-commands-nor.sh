# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# What flashmap does to a chip of SPI-NOR, of which the slots are the end that
# can be locked: those of the tests of phase-commands.sh that may end in another
# way here. The chip then holds what it did before.
. /t/guest-lib.sh

# Run by init, judged by the host, a name a test.
# shellcheck disable=SC2034
bats_file=commands
# shellcheck disable=SC2034
bats_tag=nor

setup()
{
	[ -n "$(mtd_of pnor)" ] || load_flash 8
	add_slots "$(mtd_of pnor)"
}
