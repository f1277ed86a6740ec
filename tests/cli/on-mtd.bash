# SPDX-License-Identifier: GPL-2.0-or-later
# What commands.bats needs of a flash, here of MTDs: mtd-utils and sysfs say what
# they hold. on-simulator.bash is the same of the simulator. The NAND is made here,
# the others are there already.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with commands.bats

# Whether a chip can be locked, be in use by others, and be given to libmtd
can_lock='' can_be_used=yes can_torture=yes
nand_label='NAND simulator partition 0'
# Two blank sectors of NOR are erased, in case that their erase was cut off.
erases_of_blank=0

# Guests have no other locale.
export LC_ALL=C

tree=/t/commands.dtb
declare -gA size=([slot-a]=131072 [slot-b]=131072 [fixed]=65536)

# number_of AREA
number_of() {
	local label=$1

	[[ $label != nand-slot ]] || label=$nand_label
	sed -n "s/^mtd\([0-9]*\): .* \"$label\"\$/\1/p" /proc/mtd
}

# What the slots held is there again in the end.
prepare_file() {
	local slot

	for slot in slot-a slot-b; do
		bytes_of "$slot" >"$BATS_FILE_TMPDIR/$slot"
		pattern 131072 "$slot before" >"$BATS_FILE_TMPDIR/$slot.test"
	done
	pattern 786432 "the NAND before" >"$BATS_FILE_TMPDIR/nand.test"
	load_nand
}

restore_file() {
	local slot

	for slot in slot-a slot-b; do
		fill "$slot" "$BATS_FILE_TMPDIR/$slot"
	done
	rmmod nandsim
}

# load_nand OPTION...
load_nand() {
	! grep -q '^nandsim ' /proc/modules || rmmod nandsim
	modprobe nandsim id_bytes=0x20,0xa2,0x00,0x15 parts=8 \
		badblocks=2,5 "$@"
}

prepare() {
	local slot

	cd "$BATS_TEST_TMPDIR" || return
	if [[ $(cat "/sys/class/mtd/mtd$(number_of slot-a)/type") == nor ]]; then
		can_lock=yes erases_of_blank=2
	fi
	for slot in slot-a slot-b; do
		bytes_of "$slot" | cmp -s - "$BATS_FILE_TMPDIR/$slot.test" ||
			fill "$slot" "$BATS_FILE_TMPDIR/$slot.test"
	done
}

# bytes_of AREA: what it holds, of NAND the good blocks
bytes_of() {
	local device

	device=/dev/mtd$(number_of "$1")
	case $1 in
	nand-slot) nanddump --bb=skipbad --omitoob -q "$device" ;;
	*) cat "$device" ;;
	esac
}

# fill AREA FILE: an area of NOR holds this
fill() {
	local device

	device=/dev/mtd$(number_of "$1")
	flash_erase -q "$device" 0 0
	mtd_debug write "$device" 0 "$(stat -c %s "$2")" "$2" >/dev/null
}

# fresh_nand [weak]: nand-slot has bytes and two bad blocks; block 0 cannot be
# erased if it is weak
fresh_nand() {
	load_nand ${1:+weakblocks=0:0}
	nandwrite -q "/dev/mtd$(number_of nand-slot)" \
		"$BATS_FILE_TMPDIR/nand.test"
}

# bad_blocks: those of nand-slot, in one line
bad_blocks() {
	mtdinfo -M "/dev/mtd$(number_of nand-slot)" |
		grep -oE '[0-9]+: [0-9a-f]+ +(RO +)?BAD' | cut -d : -f 1 |
		tr '\n' ' '
}

# locked_halves: which halves of slot-a are locked as a whole, in one line
locked_halves() {
	local half device

	device=/dev/mtd$(number_of slot-a)
	for half in 0 1; do
		! flash_lock -i "$device" $((half * 65536)) 16 |
			grep -qx 'Lock status: locked' || printf '%s ' "$half"
	done
}

# counted COMMAND...: and how often it erased a sector. A stop at each call that
# reads the live device tree would be nearly all of the time.
counted() {
	through=(strace -f --seccomp-bpf -o calls -e 'trace=ioctl')
	"$@"
	through=()
	erases=$(grep -cE 'MEMERASE(64)?, \{' calls) || true
}

# use AREA, give_back AREA: as swap space
use() {
	modprobe mtdblock
	mkswap "/dev/mtdblock$(number_of "$1")" >/dev/null
	swapon "/dev/mtdblock$(number_of "$1")"
}

give_back() {
	swapoff "/dev/mtdblock$(number_of "$1")"
	rmmod mtdblock
}
