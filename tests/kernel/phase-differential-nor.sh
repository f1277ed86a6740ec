# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# The phase "differential" on a board: SPI-NOR, and NAND on 32 bits. The host
# does the same operations on the simulator, and compares what that holds with
# the flash file.
. /t/phase-differential.sh

setup()
{
	if grep -q '^nandsim ' /proc/modules; then
		rmmod nandsim
	fi
	if [ ! -e /proc/mtd ] || [ -z "$(mtd_of pnor)" ]; then
		load_flash 6
	fi
	small_nandsim
}

# QEMU is slow where it emulates a bus: a fifth of the operations. The limit and
# the number are those of judge_differential() in machine-ast2600.sh.
few()
{
	echo $(($(parameter operations) / 5))
}

test_differential_pnor()
{
	compare pnor --limit 0x40000 --operations "$(few)"
	same_bytes pnor $((0x40000))
	tr -d '\377' </tmp/content | grep -q .
}

test_differential_nandsim_on_32_bits()
{
	compare 'NAND simulator partition 0' --operations "$(few)"
	same_bytes 'NAND simulator partition 0'
}
