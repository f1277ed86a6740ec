# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run. The AST2600 evaluation board: two SPI-NOR chips and a device
# tree that names the partitions of the first.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

# shellcheck source=tests/kernel/board-lib.sh
. "$source_dir/board-lib.sh"
# shellcheck source=tests/kernel/udev-lib.sh
. "$source_dir/udev-lib.sh"

machine_phases='board counts-nor nand differential-nor udev-nor'
# Only where it is asked for.
machine_named_phases=record

flash_size=$((64 << 20))

install_files()
{
	pack_udev armhf &&
	cp "$work/image" "$work/small" "$work/fill" "$work/udev.tar" "$root/t/"
}

machine_prepare()
{
	board_prepare aspeed-ast2600-evb.dtb &&
	fdtput -t s "$work/dtb" /ahb/apb/serial@1e783000 status okay &&
	flash_file bmc $flash_size $flash_size &&
	flash_file pnor $flash_size $flash_size
}

machine_boot()
{
	board_boot "$1" ttyS4,115200n8 ttyS0 -M ast2600-evb \
		-serial "file:$work/guest.log" \
		-drive "file=$work/bmc.bin,format=raw,if=mtd,index=0" \
		-drive "file=$work/pnor.bin,format=raw,if=mtd,index=1"
}

# change_bmc FILE COUNT OFFSET, change_pnor FILE COUNT OFFSET: see put()
change_bmc()
{
	put "$work/bmc.expected" "$@"
}

change_pnor()
{
	put "$work/pnor.expected" "$@"
}

# what the phase "board" shall have done, in its order, and nothing else
judge_board()
{
	local kernel=$((0x100000)) rofs=$((0xa00000)) rwfs=$((0x2a00000))

	# erase_write_and_read
	change_bmc - $((3 * 4096)) $((rwfs + 0x20000))
	change_bmc "$work/small" "$small_size" $((rwfs + 0x20ff3))
	# first_and_last_sector
	change_bmc - 4096 $rwfs
	change_bmc "$work/small" 100 $rwfs
	change_bmc - 4096 $((flash_size - 4096))
	change_bmc "$work/small" 100 $((flash_size - 100))
	# programming_only_clears_bits
	change_bmc - 4096 $((rwfs + 0x40000))
	change_bmc <(printf 0) 1 $((rwfs + 0x40123))
	# own_area_over_two_partitions; the rest is overwritten below
	change_bmc - 8192 $((kernel - 4096))
	change_bmc "$work/small" "$small_size" $((kernel - 4096 + 1000))
	# test_board_write: 74 sectors
	change_bmc - $((74 * 4096)) $kernel
	change_bmc "$work/image" "$image_size" $kernel
	# test_board_write_up_to_the_neighbour
	change_bmc - 8192 $((rofs + 0x1ffe000))
	change_bmc "$work/small" "$small_size" $((rofs + 0x1ffe000))
	# test_board_erase
	change_bmc - $((0x20000)) $((0xe0000))

	# test_board_write_across_16_mib
	change_pnor - $((74 * 4096)) $((0xff0000))
	change_pnor "$work/image" "$image_size" $((0xff0000))
	change_pnor - 8192 $((0x3ffe000))
	change_pnor "$work/small" "$small_size" $((0x3ffe000))
	change_pnor - 8192 $((0x2000000))
	# test_board_system_calls
	change_pnor - 4096 $((0x3f00000))
	change_pnor - 8192 $((0x3f02000))
}

# what phase-counts-nor.sh shall have done in the end, and nothing else
judge_counts()
{
	local at=$((0x1000000))

	change_pnor "$work/fill" $((200 * 4096)) $at
	change_pnor - $((5 * 256)) $((at + 70 * 4096 + 3 * 256))
	change_pnor <(printf v) 1 $((at + 120 * 4096 + 2000))
	change_pnor <(printf '\177') 1 $((at + 70 * 4096 + 100))
	change_pnor <(printf changed) 7 $((at + 13 * 4096 + 5))
}

# What phase-differential-nor.sh shall have done: what the simulator does here
# with the same seed, on a chip of the same geometry.
judge_differential()
{
	local size=$((0x40000)) content=$work/differential

	rm -f "$content"
	if "$build_dir/tests/kernel/differential" --simulated nor \
		--size $flash_size --erase-size 4096 --limit $size \
		--seed "$seed" --operations $((operations / 5)) \
		--dump "$content"
	then
		result ok differential_on_the_host
	else
		result FAILED differential_on_the_host
	fi
	change_pnor "$content" $size 0
}

machine_judge()
{
	case ,$1, in
	*,board,*) judge_board ;;
	esac
	case ,$1, in
	*,counts-nor,*) judge_counts ;;
	esac
	case ,$1, in
	*,differential-nor,*) judge_differential ;;
	esac
	compare_flash bmc
	compare_flash pnor
}
