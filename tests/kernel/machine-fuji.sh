# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run. A BMC with two SPI-NOR chips on one controller; an MTD that
# lies over all others of the first chip, whose boot loader is read-only here.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

# shellcheck source=tests/kernel/board-lib.sh
. "$source_dir/board-lib.sh"

machine_phases='windows'
# Only where it is asked for.
machine_named_phases=record

flash_size=$((128 << 20))

machine_prepare()
{
	local node=/ahb/spi@1e620000/flash@0/partitions/u-boot@0

	board_prepare aspeed-bmc-facebook-fuji.dtb &&
	fdtput -t s "$work/dtb" /ahb/apb/serial@1e78d000 status okay &&
	fdtput "$work/dtb" $node read-only &&
	flash_file flash0 $flash_size $((16 << 20)) &&
	flash_file flash1 $flash_size $((1 << 20))
}

machine_boot()
{
	board_boot "$1" ttyS0,9600n8 ttyS1 -M fuji-bmc \
		-serial null -serial "file:$work/guest.log" \
		-drive "file=$work/flash0.bin,format=raw,if=mtd,index=0" \
		-drive "file=$work/flash1.bin,format=raw,if=mtd,index=1"
}

# change FILE COUNT OFFSET: see put()
change()
{
	put "$work/flash0.expected" "$@"
}

# what the phase "windows" shall have done, and nothing else
judge_windows()
{
	# test_windows_outer_area_works_elsewhere: 74 sectors
	change - $((74 * 4096)) $((0x200000))
	change "$work/image" "$image_size" $((0x200000))
	change - 4096 $((0xe0000))
	change - 8192 $((0x7800000))
	change "$work/small" "$small_size" $((0x7800000))
	# test_windows_own_area_takes_the_smallest
	change - 8192 $((0xe2000))
	change "$work/small" 100 $((0xe2064))
	change - 4096 $((0x7fff000))
	# test_windows_own_area_over_a_border
	change - 8192 $((0xef000))
	change "$work/small" 100 $((0xef000 + 4090))
	# test_windows_areas_use_their_own_mtd
	change - 4096 $((0xe5000))
	change - 4096 $((0xe6000))
	# test_windows_writers_of_one_range_exclude_each_other
	change "$work/fill" 1048576 $((0x1100000))
	change - 8192 $((0x10fe000))
	change "$work/small" "$small_size" $((0x10fe000))
	# test_windows_kernel_alone_does_not_protect
	change - 4096 $((0xdf000))

	# test_windows_other_chip_is_free
	put "$work/flash1.expected" - 8192 0
	put "$work/flash1.expected" "$work/small" "$small_size" 0
	put "$work/flash1.expected" - 4096 $((0x2000))
}

machine_judge()
{
	case ,$1, in
	*,windows,*) judge_windows ;;
	esac
	compare_flash flash0
	compare_flash flash1
}
