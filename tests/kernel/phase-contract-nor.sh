# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# The phase "contract" on a board whose SPI-NOR has the flash map of the Zephyr
# manual. The host does the same on the simulator, and compares what that holds
# with the flash file.
. /t/phase-contract.sh

setup()
{
	if [ ! -e /proc/mtd ] || [ -z "$(mtd_of image-scratch)" ]; then
		load_flash 10
	fi
	# shellcheck disable=SC2046 # two words
	ragged $(place image-1) 4096 >/tmp/contract.conf
}

# The arguments are those of judge_contract() in machine-manual.sh, but for what
# changes nothing in flash: the JEDEC id, and the size that nobody tells.
on_spi_nor()
{
	export FLASHMAP_CONFIG=/tmp/contract.conf
	contract SPI-NOR "$1" sector=4096 \
		"jedec=$(cat "/sys/class/mtd/mtd$(mtd_of image-1)/device/spi-nor/jedec_id")"
}

test_contract_flash_map_on_spi_nor()
{
	on_spi_nor flash-map
}

test_contract_sectors_on_spi_nor()
{
	on_spi_nor sectors
}

test_contract_sha256_on_spi_nor()
{
	on_spi_nor sha256
}

test_contract_flash_on_spi_nor()
{
	on_spi_nor flash
}

test_contract_backend_on_spi_nor()
{
	on_spi_nor backend
}

test_contract_bootutil_on_spi_nor()
{
	on_spi_nor bootutil
	grep -q '^# .* reads, .* writes, .* erases, ' /tmp/rows
}
