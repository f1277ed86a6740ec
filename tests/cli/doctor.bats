#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# doctor: each fault alone in an otherwise sound board is found, and nothing
# else; a sound board is silent.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

# finds SEVERITY CODE[: LABEL, mtdN] TEXT: that one finding, and its exit status
finds() {
	local first="$1: $2" found

	flashmap doctor
	found=$(grep -E '^(fault|note): ' <<<"$output") || true
	[[ $found == "$first" ]] || show "the one finding should be: $first"
	[[ ${lines[1]} == "  "* && ${lines[1]} == *"$3"* ]] ||
		show "what it is should have: $3"
	[[ ${lines[2]} == "  why: "?* && ${lines[3]} == "  do: "?* ]] ||
		show "why and what to do should follow"
	[[ ${#lines[@]} -eq 5 ]] || show "there should be five lines"
	if [[ $1 == fault ]]; then
		status_is 3
		[[ ${lines[4]} == "1 fault found" ]] || show "the last line"
	else
		status_is 0
		[[ ${lines[4]} == "no fault found" ]] || show "the last line"
	fi
}

# sound: nothing is found
sound() {
	flashmap doctor
	status_is 0
	[[ $output == "no fault found" ]] || show "it should be sound"
	[[ -z $stderr ]] || show "it should be silent"
}

# conf LINE...: what is in the configuration
conf() {
	printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/conf"
	options+=(--config "$BATS_TEST_TMPDIR/conf")
}

# guest NAME: the recorded tree of that board
guest() {
	command -v xz >/dev/null || skip "no xz"
	[[ ${with_libfdt-yes} == yes ]] || skip "built without libfdt"
	recorded
	tar -C "$root" -xJf \
		"$BATS_TEST_DIRNAME/../data/guests/$1.tar.xz"
}

# attribute N NAME VALUE: another one of a recorded MTD
attribute() {
	printf '%s\n' "$3" >"$root/sys/class/mtd/mtd$1/$2"
}

# without N: the recorded MTD is not there
without() {
	rm "$root/sys/class/mtd/mtd$1"
}

# spi N NAME OFFSET [KEY=VALUE...]: one more MTD of one chip
spi() {
	mtd "$1" "$2" "offset=$3" parent=platform/spi/spi0.0 "${@:4}"
}

# node N [MAJOR MINOR]: /dev/mtdN of the recorded tree
node() {
	mknod -m 600 "$root/dev/mtd$1" c "${2:-90}" "${3:-$((2 * $1))}" \
		2>/dev/null || skip "device nodes cannot be made"
}

@test "sound: the simulator's demo" {
	simulator
	sound
	unchanged
}

@test "sound: NAND with bad blocks" {
	simulator nand
	sound
}

@test "sound: a recorded AST2600" {
	guest ast2600
	sound
}

@test "sound: a recorded Fuji, whose MTDs lie in each other" {
	guest fuji
	sound
}

@test "sound: MTDs and their nodes" {
	recorded
	spi 0 boot 0
	spi 1 data 65536
	node 0
	node 1
	sound
}

@test "sound: slots of MCUboot, one sector more in the first one" {
	recorded
	spi 0 image-0 0 size=131072
	spi 1 image-1 131072 size=126976
	sound
}

@test "sound: slots by scratch, with sectors that are multiples" {
	recorded
	mtd 0 image-0 size=131072
	mtd 1 image-1 size=131072 erasesize=65536
	mtd 2 image-scratch size=65536
	sound
}

@test "sound: what is to be locked is" {
	simulator
	chip_state 'chip nor 1048576 4096 1 255 0' 'sector 30 0 0 1' \
		'sector 31 0 0 1'
	conf 'locked storage'
	sound
}

@test "sound: an area of the configuration inside of another one" {
	simulator
	conf 'area head chip=flash@0 offset=0x80000 size=0x1000'
	sound
}

@test "sound: what the device tree makes read-only may end in a sector" {
	guest fuji
	attribute 0 erasesize 65536
	attribute 0 size 917504
	[[ -e $root/sys/class/mtd/mtd0/of_node/read-only ]]
	sound
	attribute 0 erasesize 262144
	sound
}

@test "map: two areas with one label" {
	recorded
	mtd 0 twin
	mtd 1 twin
	finds fault duplicate-label '"twin"'
}

@test "map: a chip of the device tree without MTD" {
	guest ast2600
	for number in {0..4}; do
		without "$number"
	done
	finds fault chip-missing /ahb/spi@1e620000/flash@0
}

@test "map: a partition of the device tree without MTD" {
	guest ast2600
	without 3
	finds fault mtd-missing '"rofs"'
}

@test "map: the kernel has a partition elsewhere than the device tree" {
	guest ast2600
	attribute 1 offset 913408
	finds fault "tree-offset: u-boot-env, mtd1" 0xdf000
}

@test "map: the kernel has a partition of another size than the device tree" {
	guest ast2600
	attribute 4 size 4096
	finds fault "tree-size: rwfs, mtd4" 0x1000
}

@test "map: a partition past the end of its chip" {
	recorded
	mtd 0 beyond size=0
	finds fault "empty: beyond, mtd0" "beyond"
}

@test "map: a protection with a mistyped label" {
	simulator
	conf 'protect mcubot'
	finds fault conf-unknown-label 'conf:1: no area is called "mcubot"'
}

@test "map: an area of the configuration on no chip" {
	simulator
	conf 'area head chip=flash@1 offset=0 size=0x1000'
	finds fault conf-unknown-chip "no such chip"
}

@test "map: an area of the configuration past the end of its chip" {
	simulator
	conf 'area head chip=flash@0 offset=1M size=0x1000'
	finds fault conf-beyond-chip "past the end of the chip"
}

@test "map: an MTD without erase size is a note" {
	recorded
	mtd 0 ram type=ram erasesize=0
	finds note "no-sectors: ram, mtd0" "ram"
}

@test "map: an MTD whose chip is not proven is a note" {
	recorded
	mtd 0 part offset=4096 parent=virtual
	finds note "chip-unproven: part, mtd0" "part"
}

@test "areas: two that overlap by halves" {
	simulator
	conf 'area mine chip=flash@0 offset=0xf000 size=0x2000'
	finds fault "area-overlap: mcuboot" \
		"mcuboot (0x0..0xffff) and mine (0xf000..0x10fff) of flash@0 overlap"
}

@test "areas: two of a simulated chip's tree that overlap by halves" {
	chip 0x10000 0 0x3000 first 0x1000 0x4000 second
	finds fault overlap '("first") and '
}

@test "areas: one that begins inside of a sector" {
	recorded
	spi 0 half 2048
	finds fault "unaligned: half, mtd0" \
		"0x800..0x107ff, which does not begin and end with a sector of 4K"
}

@test "areas: one that ends inside of a sector" {
	recorded
	spi 0 half 0 size=63488
	finds fault "unaligned: half, mtd0" "0x0..0xf7ff"
}

@test "areas: one that the kernel made read-only for it" {
	recorded
	spi 0 half 0 size=63488 flags=0x800
	finds fault "read-only-unaligned: half, mtd0" ", and it is read-only"
}

@test "areas: one of the simulator that ends inside of a sector" {
	simulator
	conf 'area odd chip=flash@0 offset=0x10000 size=0x1800'
	finds fault "unaligned: odd" "0x10000..0x117ff"
}

@test "areas: one that no MTD gives access to" {
	recorded
	spi 0 first 0
	spi 1 last 131072
	conf 'area hole chip=spi0.0 offset=0x10000 size=0x1000'
	finds fault "unreachable: hole" "0x10000..0x10fff of spi0.0"
}

@test "locks: a sector that is not locked" {
	simulator
	chip_state 'chip nor 1048576 4096 1 255 0' 'sector 30 0 0 1'
	conf 'locked storage'
	finds fault "unlocked: storage" "1 of its 2 sectors are not"
}

@test "locks: a chip that cannot tell is a note" {
	simulator nand
	conf 'locked slot'
	finds note "lock-unknown: slot" "Operation not supported"
}

@test "slots: of another size" {
	simulator
	conf 'slot 0 secondary storage'
	finds fault "slot-size: image-0" "image-0 has 384K and storage has 8K"
}

@test "slots: with sectors of another size" {
	recorded
	mtd 0 image-0 size=131072
	mtd 1 image-1 size=131072 erasesize=65536
	finds fault "slot-sectors: image-0, mtd0" \
		"sectors of 4K in image-0 and of 64K in image-1"
}

@test "slots: scratch smaller than a sector" {
	recorded
	mtd 0 image-0 size=131072 erasesize=65536
	mtd 1 image-1 size=131072 erasesize=65536
	mtd 2 image-scratch size=32768
	finds fault "scratch-too-small: image-scratch, mtd2" \
		"image 0 has sectors of 64K, scratch has 32K in all"
}

@test "slots: the same range twice" {
	simulator
	conf 'area again chip=flash@0 offset=0x20000 size=0x60000' \
		'slot 0 secondary again'
	finds fault "slot-nested: image-0" "image-0 and again share their range"
}

@test "slots: NAND" {
	recorded
	mtd 0 image-0 size=131072 erasesize=131072
	mtd 1 image-1 type=nand size=131072 erasesize=131072 writesize=2048 \
		oobsize=64
	finds fault "slot-write-block: image-1, mtd1" "2048 bytes"
}

@test "slots: beyond 4 GiB" {
	recorded
	spi 0 image-0 4294901760
	spi 1 image-1 4294967296
	finds fault "slot-beyond-4g: image-1, mtd1" "it ends at 0x100010000"
}

@test "slots: more sectors than usual are a note" {
	recorded
	spi 0 image-0 0 size=528384
	spi 1 image-1 528384 size=524288
	finds note "slot-many-sectors: image-0, mtd0" "it has 129 sectors"
}

@test "slots: one without the other is a note" {
	recorded
	mtd 0 image-3
	finds note "slot-missing: image-3, mtd0" \
		"image 1 has a secondary slot and no primary one"
}

@test "in use: UBI is a note, told once for all that overlap" {
	guest fuji
	mkdir -p "$root/sys/class/ubi/ubi0"
	echo 4 >"$root/sys/class/ubi/ubi0/mtd_num"
	flashmap doctor
	status_is 0
	[[ $(grep -E '^(fault|note): ' <<<"$output") == \
		"note: in-use: data0, mtd4" ]]
	[[ $(grep -cE '^(fault|note): ' <<<"$output") -eq 1 ]]
	output_has "mtd4 is attached to ubi0"
}

@test "in use: what only may overlap it is not told" {
	recorded
	mtd 0 whole size=131072 parent=virtual offset=
	mtd 1 data parent=virtual offset=
	mkdir -p "$root/sys/class/ubi/ubi0"
	echo 1 >"$root/sys/class/ubi/ubi0/mtd_num"
	finds note "in-use: data, mtd1" "mtd1 is attached to ubi0"
}

@test "in use: a mounted file system is a note" {
	recorded
	mtd 0 data
	echo '36 35 31:0 / /mnt/data rw - jffs2 mtd0 rw' \
		>"$root/proc/self/mountinfo"
	finds note "in-use: data, mtd0" "mtd0 is mounted on /mnt/data"
}

@test "in use: the kernel's oops log is a note" {
	recorded
	mtd 0 data
	mkdir -p "$root/sys/module/mtdoops/parameters"
	echo data >"$root/sys/module/mtdoops/parameters/mtddev"
	finds note "in-use: data, mtd0" "mtdoops"
}

@test "in use: what cannot be told is a note, told once" {
	recorded
	mtd 0 boot
	mtd 1 data
	mkdir "$root/proc/swaps"
	finds note use-unknown "who uses MTDs cannot be told: Is a directory"
}

@test "nodes: one is missing" {
	recorded
	mtd 0 boot
	mtd 1 data
	node 0
	finds fault "no-node: data, mtd1" "$root/dev/mtd1: No such file"
}

@test "nodes: a file in the place of one" {
	recorded
	mtd 0 boot
	pattern 65536 >"$root/dev/mtd0"
	finds fault "node-wrong: boot, mtd0" "mtd0 is no character device"
}

@test "nodes: the one of another MTD" {
	recorded
	mtd 0 boot
	node 0 90 2
	finds fault "node-wrong: boot, mtd0" "is device 90:2 and not 90:0"
}

@test "nodes: one that everybody may write" {
	recorded
	mtd 0 boot
	node 0
	chmod 666 "$root/dev/mtd0"
	finds fault "node-open-to-all: boot, mtd0" "(mode 0666)"
}

@test "nodes: one that this user may not read is a note" {
	recorded
	mtd 0 boot
	node 0
	[[ $EUID -eq 0 ]] || skip "not root"
	needs_nobody
	chmod 600 "$root/dev/mtd0"
	as_nobody finds note "node-no-access: boot, mtd0" \
		"(mode 0600): Permission denied"
}

# real LINE...: as the running system, the recorded tree in its place
real() {
	[[ ${with_libmtd-no} == yes ]] || skip "built without libmtd"
	unshare -m mount --bind "$root/sys" "$root/sys" 2>/dev/null ||
		skip "nothing can be mounted here"
	printf '%s\n' '#!/bin/sh' \
		"mount --bind '$root/sys' /sys && mount --bind '$root/dev' /dev &&" \
		"exec '$(command -v "$FLASHMAP")' \"\$@\"" >real
	chmod 755 real
	printf '#!/bin/sh\nexec unshare -m %s/real "$@"\n' "$PWD" >unshared
	chmod 755 unshared
	FLASHMAP=$PWD/unshared
	options=()
}

@test "sound: libmtd sees the same MTDs" {
	recorded
	mtd 0 boot subpagesize=1
	mtd 1 slot type=nand writesize=2048 oobsize=64 erasesize=65536 \
		subpagesize=2048
	node 0
	node 1
	mknod -m 666 "$root/dev/null" c 1 3
	real
	sound
}

@test "libmtd: an MTD whose name is too long for it" {
	recorded
	name=$(printf 'n%.0s' {1..130})
	mtd 0 boot subpagesize=1
	mtd 1 "$name" subpagesize=1
	node 0
	node 1
	mknod -m 666 "$root/dev/null" c 1 3
	real
	finds fault "libmtd-blind: $name, mtd1" "libmtd does not see mtd1"
}

@test "libmtd is not asked about an MTD without erase size" {
	recorded
	mtd 0 odd subpagesize=1 erasesize=0
	node 0
	mknod -m 666 "$root/dev/null" c 1 3
	real
	finds note "no-sectors: odd, mtd0" "odd"
}

@test "several faults are counted" {
	simulator
	conf 'protect mcubot' 'locked storage'
	flashmap doctor
	status_is 3
	[[ ${lines[-1]} == "2 faults found" ]]
}

@test "labels are escaped" {
	recorded
	spi 0 $'bell\a' 2048
	flashmap doctor
	status_is 3
	output_has 'unaligned: bell\x07, mtd0'
}

@test "-q: a sound board prints nothing" {
	simulator
	flashmap -q doctor
	status_is 0
	[[ -z $output && -z $stderr ]]
}

@test "--json: what the manual names" {
	needs_json
	recorded
	spi 0 image-0 2048
	flashmap --json doctor
	status_is 3
	holds '.schema == 1 and .faults == 1 and .notes == 1'
	holds '.findings | map(.code) == ["unaligned", "slot-missing"]'
	holds '.findings[0] | .severity == "fault" and .area == "image-0" and
		.mtd == "mtd0" and (.what | contains("0x800..0x107ff")) and
		(.why | length > 0) and (.what_to_do | length > 0)'
	holds '.findings[1].severity == "note"'
}

@test "--json: a sound board has no findings" {
	needs_json
	simulator
	flashmap --json doctor
	status_is 0
	holds '.faults == 0 and .notes == 0 and .findings == []'
}

@test "no MTD in the kernel, exit 1" {
	recorded
	rm -r "$root/sys"
	flashmap doctor
	fails_with 1 "no MTD below"
}

@test "the findings that are documented are those that there are" {
	cd "$BATS_TEST_TMPDIR"
	# shellcheck disable=SC2016
	sed -nE 's/^\| `([a-z0-9-]+)` \| (fault|note) \|.*/\2 \1/p' \
		"$BATS_TEST_DIRNAME/../../docs/findings.md" >documented
	sed -nE 's/^\t(FAULT|NOTE)\("([a-z0-9-]+)",.*/\L\1 \2/p' \
		"$BATS_TEST_DIRNAME/../../utils/doctor/codes.c" >known
	[[ -s known ]]
	diff documented known
}
