# SPDX-License-Identifier: GPL-2.0-or-later
# What the tests of flashmap share. Data is compared with cmp and dd in the
# simulator's file and never through flashmap, which is what is judged.
# shellcheck shell=bash

bats_require_minimum_version 1.5.0

: "${top_builddir:=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}"
FLASHMAP=${FLASHMAP:-$top_builddir/flashmap}
DTC=${DTC:-dtc}
LC_ALL=C.UTF-8
export LC_ALL
unset FLASHMAP_ROOT FLASHMAP_DTB FLASHMAP_SIM FLASHMAP_CONFIG
# Of this machine's systemd, nothing is asked.
unset NOTIFY_SOCKET JOURNAL_STREAM
export DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent

# The options that name the map, as whom flashmap runs, as which process, the
# recorded tree, and what run gives.
options=() as=() pid='' root='' status='' output='' stderr='' lines=()
export lines

# head ends a pipeline early, as it should
set +o pipefail

# simulator [NAME] [BYTES]: chips of NAME.dts, their content no erased byte
simulator() {
	local name=${1:-demo} bytes=${2:-1048576}

	command -v "$DTC" >/dev/null || skip "no dtc"
	cd "$BATS_TEST_TMPDIR" || return
	"$DTC" -q -I dts -O dtb -o map.dtb "$BATS_TEST_DIRNAME/$name.dts"
	if "$FLASHMAP" --dtb map.dtb --sim ram list 2>&1 |
		grep -q 'Operation not supported'; then
		skip "built without libfdt"
	fi
	pattern "$bytes" "content before" >flash
	cp flash before
	options=(--dtb map.dtb --sim flash)
}

# chip SIZE OFFSET SIZE LABEL...: a tree with one chip, whose partitions may
# overlap. A label may be followed by " read-only"; \\ and \" are those of dtc.
chip() {
	local size=$1 properties

	shift
	command -v "$DTC" >/dev/null || skip "no dtc"
	{
		printf '/dts-v1/;\n/ {\n#address-cells = <1>;\n'
		printf '#size-cells = <1>;\nc@0 {\n'
		printf 'compatible = "zephyr,sim-flash";\nreg = <0 %s>;\n' \
			"$size"
		printf '#address-cells = <1>;\n#size-cells = <1>;\n'
		printf 'erase-value = <0xff>;\nflash@0 {\n'
		printf 'compatible = "soc-nv-flash";\nreg = <0 %s>;\n' "$size"
		printf 'erase-block-size = <4096>;\nwrite-block-size = <1>;\n'
		printf 'partitions {\ncompatible = "fixed-partitions";\n'
		printf '#address-cells = <1>;\n#size-cells = <1>;\n'
		while (($#)); do
			properties=
			[[ $3 != *" read-only" ]] || properties='read-only;'
			printf 'p%d@%x { label = "%s"; reg = <%s %s>; %s };\n' \
				$# "$(($1))" "${3% read-only}" "$1" "$2" \
				"$properties"
			shift 3
		done
		printf '};\n};\n};\n};\n'
	} >"$BATS_TEST_TMPDIR/map.dts"
	cd "$BATS_TEST_TMPDIR" || return
	"$DTC" -q -f -I dts -O dtb -o map.dtb map.dts
	if "$FLASHMAP" --dtb map.dtb --sim ram list 2>&1 |
		grep -q 'Operation not supported'; then
		skip "built without libfdt"
	fi
	options=(--dtb map.dtb --sim ram)
}

# chip_state LINE...: what the simulator keeps beside the content of a chip;
# the first line describes it, see docs/simulator.md
chip_state() {
	local text hash=-3750763034362895579 byte

	text=$(printf '%s\n' 'flashmap simulator state 1' "$@")$'\n'
	for byte in $(printf '%s' "$text" | od -An -v -tu1); do
		hash=$(((hash ^ byte) * 1099511628211))
	done
	printf '%send %016x\n' "$text" "$hash" >flash.state
}

# erases FIRST COUNT: how often each of these sectors was erased, in one line
erases() {
	local -A counts=()
	local kind number count rest

	while read -r kind number count rest; do
		[[ $kind != sector ]] || counts[$number]=$count
	done <flash.state
	for ((number = $1; number < $1 + $2; number++)); do
		printf '%d ' "${counts[$number]-0}"
	done
}

# piped ARGS...: data comes through a pipe, of which no length is known
piped() {
	run --separate-stderr bash -c 'cat data | timeout 60 "$@"' - \
		"$FLASHMAP" "${options[@]}" "$@"
}

# pattern BYTES [WORDS]: data that has no period of a power of two
pattern() {
	yes "${2:-new data}, line" | awk '{ print $0, NR }' | head -c "$1"
}

# flashmap ARGS...: run it; status, output and stderr are what it gave
flashmap() {
	run --separate-stderr timeout 60 "${as[@]}" "$FLASHMAP" \
		"${options[@]}" "$@"
}

# as_nobody COMMAND...: flashmap in it runs as somebody who has no rights
as_nobody() {
	local -a as=()

	[[ $EUID -ne 0 ]] ||
		as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	"$@"
}

# For root all files can be read. Where nobody could not run flashmap either,
# nothing is judged. What the test has made by then nobody may read.
needs_nobody() {
	local folder=$BATS_TEST_TMPDIR

	chmod -R a+rX "$BATS_TEST_TMPDIR"
	chmod 777 "$BATS_TEST_TMPDIR"
	[[ $EUID -eq 0 ]] || return 0
	command -v setpriv >/dev/null || skip "no setpriv"
	while [[ $folder != "${BATS_RUN_TMPDIR%/*}" ]]; do
		chmod a+x "$folder"
		folder=${folder%/*}
	done
	as_nobody flashmap --version
	[[ $status -eq 0 ]] || skip "nobody cannot run flashmap here"
}

# catches [NUMBER]: flashmap, which is $pid, sleeps, and has a handler for that
# signal (SIGINT)
catches() {
	local mask

	# Before that it is a shell, which catches signals too.
	[[ $(readlink "/proc/$pid/exe") == */*flashmap ]] || return
	grep -q '^State:.S' "/proc/$pid/status" || return
	mask=$(sed -n 's/^SigCgt:.//p' "/proc/$pid/status")
	(((16#$mask >> (${1:-2} - 1)) & 1))
}

# caught: the signal is no longer pending
caught() {
	awk '/^SigPnd:|^ShdPnd:/ { if ($2 ~ /[1-9a-f]/) pending = 1 }
		END { exit pending }' "/proc/$pid/status"
}

# ended: $pid is gone, or nobody has asked for its status yet
ended() {
	! grep -q '^State:.[^Z]' "/proc/$pid/status" 2>/dev/null
}

# wait_until COMMAND...: waits for that, as long as $pid runs, and not for ever
wait_until() {
	local tries=1200

	until ended; do
		! "$@" || return 0
		((tries-- > 0)) || show "never: $*"
		sleep 0.05
	done
	show "it has ended: $(cat err 2>/dev/null)"
}

# A failed test shows all of this.
show() {
	printf '%s\n' "$*" "status: $status" "stdout: $output" \
		"stderr: $stderr" >&2
	return 1
}

# not COMMAND...: bats does not see a ! that fails
not() {
	if "$@"; then
		show "should have failed: $*"
	fi
}

status_is() {
	[[ $status -eq $1 ]] || show "the status should be $1"
}

output_has() {
	[[ $output == *"$1"* ]] || show "stdout should have: $1"
}

output_lacks() {
	[[ $output != *"$1"* ]] || show "stdout should not have: $1"
}

error_has() {
	[[ $stderr == *"$1"* ]] || show "stderr should have: $1"
}

error_lacks() {
	[[ $stderr != *"$1"* ]] || show "stderr should not have: $1"
}

# fails_with STATUS TEXT: that status, nothing on stdout and exactly one line
# on stderr, which begins as all do and has the text
fails_with() {
	status_is "$1"
	error_has "$2"
	[[ -z $output ]] || show "stdout should be empty"
	[[ $stderr == "flashmap: "* && $stderr != *$'\n'* ]] ||
		show "stderr should be one line of flashmap's"
}

unchanged() {
	cmp before flash
}

# expect OFFSET FILE [ERASED]: the chip should be what it was, but for FILE at
# the chip's OFFSET and ERASED erased bytes behind it
expect() {
	local size

	size=$(stat -c %s "$2")
	cp before expected
	dd if="$2" of=expected bs=4096 oflag=seek_bytes seek="$(($1))" \
		conv=notrunc status=none
	erased "${3:-0}" | dd of=expected bs=4096 oflag=seek_bytes \
		seek="$(($1 + size))" conv=notrunc status=none
	cmp expected flash
}

erased() {
	head -c "$1" /dev/zero | tr '\0' '\377'
}

# mtd N NAME [KEY=VALUE...]: an MTD in the recorded tree $root, at PARENT below
# its devices; a KEY without a value has no file
mtd() {
	local number=$1 name=$2 folder key
	local -A values=(
		[type]=nor [flags]=0xc00 [size]=65536 [erasesize]=4096
		[writesize]=1 [oobsize]=0 [numeraseregions]=0 [offset]=0
		[parent]=platform/spi/spi0.$1
	)

	shift 2
	for key in "$@"; do
		values[${key%%=*}]=${key#*=}
	done
	folder=devices/${values[parent]}/mtd/mtd$number
	unset 'values[parent]'
	mkdir -p "$root/sys/$folder" "$root/sys/class/mtd"
	values[name]=$name
	values[dev]=90:$((2 * number))
	for key in "${!values[@]}"; do
		[[ -n ${values[$key]} ]] || continue
		printf '%s\n' "${values[$key]}" >"$root/sys/$folder/$key"
	done
	ln -s "../../$folder" "$root/sys/class/mtd/mtd$number"
}

# recorded: an empty root, which mtd fills
recorded() {
	root=$BATS_TEST_TMPDIR/root
	mkdir -p "$root/sys/class/mtd" "$root/proc/self" "$root/dev"
	cd "$BATS_TEST_TMPDIR" || return
	options=(--root "$root")
}

needs_environment() {
	[[ ${with_environment-yes} == yes ]] ||
		skip "built without the environment"
}

needs_json() {
	command -v jq >/dev/null || skip "no jq"
	if "$FLASHMAP" --json --help 2>&1 | grep -q 'without JSON'; then
		skip "built without json-c"
	fi
}

needs_sha256() {
	[[ ${with_libmd-yes} == yes ]] || skip "built without libmd"
}

# holds FILTER: stdout is one JSON document and jq's filter is true for it
holds() {
	jq -es "length == 1 and (.[0] | $1)" <<<"$output" >/dev/null ||
		show "the document should hold: $1"
}
