# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run. The AST2600 evaluation board whose second chip has the flash
# map of the Zephyr manual in the device tree.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

# shellcheck source=tests/kernel/board-lib.sh
. "$source_dir/board-lib.sh"

machine_phases='tree contract-nor'

flash_size=$((64 << 20))
table=/ahb/spi@1e630000/flash@0/partitions

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
	make_table $table &&
	add_partition $table/partition@0 mcuboot 0 $((0x10000)) &&
	add_partition $table/partition@1e000 storage $((0x1e000)) \
		$((0x2000)) &&
	add_partition $table/partition@20000 image-0 $((0x20000)) \
		$((0x60000)) &&
	add_partition $table/partition@80000 image-1 $((0x80000)) \
		$((0x60000)) &&
	add_partition $table/partition@e0000 image-scratch $((0xe0000)) \
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

# What phase-contract-nor.sh shall have done: what the same programs do to a
# simulated chip that begins with the same bytes. The last one also tells how
# many calls it made.
judge_contract()
{
	local program status=ok

	sed -e 's/0x800000/0x4000000/; s/label = "chip"/label = "pnor"/' \
		-e 's/<0x100000 0x100000>/<0x20000 0x60000>/' \
		-e 's/<0x200000 0x100000>/<0x80000 0x60000>/' \
		-e 's/<0x400000 0x40000>/<0xe0000 0x20000>/' \
		-e 's/<0x0 0x40000>/<0x0 0x10000>/' \
		"$source_dir/../contract/board.dts" |
		dtc -q -I dts -O dtb -o "$work/contract.dtb"
	printf 'area\t%s\tchip=pnor\toffset=%d\tsize=%d\n' \
		mid-sector $((0x80800)) 12288 in-sector $((0x80400)) 2048 \
		>"$work/contract.conf"
	for program in "${contract_programs[@]}"; do
		# It has no bytes of its own.
		[ "$program" != contract-sha256 ] || continue
		FLASHMAP_DTB=$work/contract.dtb FLASHMAP_SIM=$work/pnor.expected \
			FLASHMAP_CONFIG=$work/contract.conf \
			"$build_dir/tests/contract/$program" sector=4096 \
			size=$flash_size >"$work/$program.log" 2>&1 ||
			status=FAILED
	done
	result $status contract_on_the_host
	grep '^# ' "$work/contract-bootutil.log" >"$work/host.counts"
	sed -n 's/^GUEST figure contract-bootutil on SPI-NOR: \(.*in use\)$/# \1/p' \
		"$work/results" >"$work/guest.counts"
	if [ -s "$work/host.counts" ]; then
		compare contract_makes_the_same_calls "$work/host.counts" \
			"$work/guest.counts"
	else
		result FAILED contract_makes_the_same_calls 'it told nothing'
	fi
}

machine_judge()
{
	case ,$1, in
	*,tree,*) judge_tree ;;
	esac
	case ,$1, in
	*,contract-nor,*) judge_contract ;;
	esac
	compare_flash bmc
	compare_flash pnor
}
