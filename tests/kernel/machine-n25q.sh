# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run. The AST2600 evaluation board with chips that can lock ranges
# of themselves, and then ignore in silence what would change them. The first
# chip has two partitions more, one over all of it and one in what can be
# locked.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

# shellcheck source=tests/kernel/board-lib.sh
. "$source_dir/board-lib.sh"

machine_phases='locks commands-nor'

board_programs+=(bin/bash)

install_files()
{
	cp "$work/image" "$work/small" "$root/t/" &&
	install_bats "$tools"
}

flash_size=$((64 << 20))

machine_prepare()
{
	local partitions=/ahb/spi@1e620000/flash@0/partitions

	need_programs dtc
	board_prepare aspeed-ast2600-evb.dtb &&
	fdtput -t s "$work/dtb" /ahb/apb/serial@1e783000 status okay &&
	add_partition $partitions/all@0 all 0 $flash_size &&
	add_partition $partitions/low@3f00000 low $((0x3f00000)) 65536 &&
	flash_file bmc $flash_size $((16 << 20)) &&
	flash_file pnor $flash_size $flash_size
}

machine_boot()
{
	board_boot "$1" ttyS4,115200n8 ttyS0 \
		-M ast2600-evb,fmc-model=n25q512a11,spi-model=n25q512a11 \
		-serial "file:$work/guest.log" \
		-drive "file=$work/bmc.bin,format=raw,if=mtd,index=0" \
		-drive "file=$work/pnor.bin,format=raw,if=mtd,index=1"
}

# what the phase "locks" shall have done, and nothing else
judge_locks()
{
	local pnor=$work/pnor.expected bmc=$work/bmc.expected

	# locked_sectors_keep_what_they_hold
	put "$pnor" - 4096 $((0x3fef000))
	put "$pnor" /dev/zero 8 $((0x3fefff8))
	put "$pnor" /dev/zero 8 $((0x3fffff8))
	# write_unlocks_and_locks_again: 74 sectors
	put "$pnor" - $((74 * 4096)) $((0x3ee0000))
	put "$pnor" "$work/image" "$image_size" $((0x3ee0000))
	# write_restores_the_locks_of_neighbours: "low"
	put "$bmc" - 8192 $((0x3f00000))
	put "$bmc" "$work/small" "$small_size" $((0x3f00000))
	# test_locks_elsewhere_all_works: 74 sectors
	put "$pnor" - $((74 * 4096)) 0
	put "$pnor" "$work/image" "$image_size" 0
	put "$pnor" - 8192 $((0x3fec000))
	put "$pnor" "$work/small" "$small_size" $((0x3fec000))
	put "$pnor" - 4096 $((0x3fea000))
	# test_locks_unlocked_all_works
	put "$pnor" - 8192 $((0x3ff4000))
	put "$pnor" "$work/small" "$small_size" $((0x3ff4000))

	# test_locks_refuse_changes_by_partition: in "rwfs"
	put "$bmc" - 8192 $((0x2a00000 + 0x14fe000))
	put "$bmc" "$work/small" "$small_size" $((0x2a00000 + 0x14fe000))
}

machine_judge()
{
	case ,$1, in
	*,locks,*) judge_locks ;;
	esac
	compare_flash bmc
	compare_flash pnor
}
