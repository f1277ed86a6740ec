# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run. The AST2600 evaluation board whose second chip has the flash
# map of the Zephyr manual in the device tree.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

# shellcheck source=tests/kernel/board-lib.sh
. "$source_dir/board-lib.sh"

machine_phases='tree'

flash_size=$((64 << 20))
table=/ahb/spi@1e630000/flash@0/partitions

# add_partition NAME LABEL OFFSET SIZE
add_partition()
{
	fdtput -c "$work/dtb" "$table/$1" &&
	fdtput -t s "$work/dtb" "$table/$1" label "$2" &&
	fdtput "$work/dtb" "$table/$1" reg "$3" "$4"
}

# The map that the device tree alone gives, on the machine that builds.
install_files()
{
	cp "$work/image" "$work/small" "$work/fill" "$root/t/" &&
	"$build_dir/flashmap" --dtb "$work/dtb" --json list >"$root/t/desk.json"
}

machine_prepare()
{
	[ -x "$build_dir/flashmap" ] || skip "flashmap is not built"
	board_prepare_tree aspeed-ast2600-evb.dtb &&
	fdtput -t s "$work/dtb" /ahb/apb/serial@1e783000 status okay &&
	fdtput -c "$work/dtb" $table &&
	fdtput -t s "$work/dtb" $table compatible fixed-partitions &&
	fdtput "$work/dtb" $table '#address-cells' 1 &&
	fdtput "$work/dtb" $table '#size-cells' 1 &&
	add_partition partition@0 mcuboot 0 $((0x10000)) &&
	add_partition partition@1e000 storage $((0x1e000)) $((0x2000)) &&
	add_partition partition@20000 image-0 $((0x20000)) $((0x60000)) &&
	add_partition partition@80000 image-1 $((0x80000)) $((0x60000)) &&
	add_partition partition@e0000 image-scratch $((0xe0000)) \
		$((0x20000)) &&
	fdtput "$work/dtb" $table/partition@0 read-only &&
	board_make_initramfs &&
	flash_file bmc $flash_size $((1 << 20)) &&
	flash_file pnor $flash_size $((2 << 20))
}

machine_boot()
{
	board_boot "$1" ttyS4,115200n8 ttyS0 -M ast2600-evb \
		-serial "file:$work/guest.log" \
		-drive "file=$work/bmc.bin,format=raw,if=mtd,index=0" \
		-drive "file=$work/pnor.bin,format=raw,if=mtd,index=1"
}

# what the phase "tree" shall have done, and nothing else
judge_tree()
{
	# test_tree_write_to_a_slot: 74 sectors
	put "$work/pnor.expected" - $((74 * 4096)) $((0x80000))
	put "$work/pnor.expected" "$work/image" "$image_size" $((0x80000))
}

machine_judge()
{
	case ,$1, in
	*,tree,*) judge_tree ;;
	esac
	compare_flash bmc
	compare_flash pnor
}
