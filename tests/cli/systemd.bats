#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What systemd is told. Its side is played here: by a socket of its own, in a
# mount namespace of its own, on a bus of its own.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	[[ ${with_libsystemd-yes} == yes ]] || skip "built without libsystemd"
	simulator
	pattern 100000 >data
}

teardown() {
	local pid

	for pid in ${writer-} ${logind-} ${bus-}; do
		kill -KILL "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
}

# told SOCKET ARGS...: run flashmap, what came on the socket is in the file
# told
told() {
	local socket=$1

	shift
	run --separate-stderr timeout 60 "$top_builddir/tests/cli/datagrams" \
		"$socket" told "$FLASHMAP" "${options[@]}" "$@"
}

# told_lines TEXT...: one datagram has exactly these lines
told_lines() {
	awk -v want="$(printf '%s\n' "$@")" '
		$0 == "--" { found = found || have == want; have = ""; next }
		{ have = have (have == "" ? "" : "\n") $0 }
		END { exit !found }' told || {
		cat told >&2
		show "this should have been told: $*"
	}
}

@test "the service manager is told: status, alive, more time" {
	export NOTIFY_SOCKET=$PWD/notify
	told notify write image-1 data
	status_is 0
	told_lines 'STATUS=write: 0 of 97.6K' 'WATCHDOG=1' \
		'EXTEND_TIMEOUT_USEC=60000000'
	told_lines 'STATUS=write: 97.6K of 97.6K' 'WATCHDOG=1' \
		'EXTEND_TIMEOUT_USEC=60000000'
}

@test "with --quiet the service manager is told too" {
	export NOTIFY_SOCKET=$PWD/notify
	told notify -q erase image-1
	status_is 0
	told_lines 'STATUS=erase: 384K of 384K' 'WATCHDOG=1' \
		'EXTEND_TIMEOUT_USEC=60000000'
	[[ -z $output && -z $stderr ]]
}

@test "without NOTIFY_SOCKET nobody is told" {
	told notify write image-1 data
	status_is 0
	[[ ! -s told ]]
}

@test "a service manager that is gone is no error" {
	NOTIFY_SOCKET=$PWD/nobody flashmap write image-1 data
	status_is 0
	expect 0x80000 data 2400
}

# as_service ARGS...: run flashmap with both of its outputs in the file log,
# which the journal is said to be behind; entries are in the file told
as_service() {
	local namespace=(unshare --mount)

	((EUID == 0)) || namespace+=(--user --map-root-user)
	"${namespace[@]}" mount -t tmpfs tmpfs /run 2>/dev/null ||
		skip "no mount namespaces"
	# shellcheck disable=SC2016
	run "${namespace[@]}" sh -c '
		mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/journal
		exec >log 2>&1
		JOURNAL_STREAM=$(stat -L -c %d:%i log)
		export JOURNAL_STREAM
		exec timeout 60 "$@"' - "$top_builddir/tests/cli/datagrams" \
		/run/systemd/journal/socket told "$FLASHMAP" "${options[@]}" "$@"
}

# entry MESSAGE FIELD...: the entry of that message has these fields
entry() {
	local fields field

	fields=$(awk -v message="MESSAGE=$1" '
		$0 == "--" { if (found) { printf "%s", have; exit }
			have = ""; next }
		index($0, message) == 1 { found = 1 }
		{ have = have $0 "\n" }' told)
	shift
	for field in "$@"; do
		grep -qxF "$field" <<<"$fields" || {
			cat told >&2
			show "there should be: $field"
		}
	done
}

@test "the journal: what is begun and done, with fields" {
	as_service write image-1 data --offset 0x1000
	status_is 0
	entry 'writing data to image-1 (simulated chip ' PRIORITY=6 \
		MESSAGE_ID=8e7a3d95c1f24b0fa6c90b5e2f147d7b \
		FLASH_AREA=image-1 OFFSET=4096 LENGTH=100000
	entry 'wrote 100000 bytes to image-1 (simulated chip ' PRIORITY=6 \
		MESSAGE_ID=f41c6e0d2b5948378d0e6a7395bc18a2 \
		FLASH_AREA=image-1 OFFSET=4096 LENGTH=100000
	# Nothing is told twice.
	[[ ! -s log ]]
}

@test "the journal: a failure, with its errno" {
	chip_state 'chip nor 1048576 4096 1 255 0' 'fault 3 532480 4096 1 1'
	as_service write image-1 data
	status_is 1
	entry 'cannot write image-1 at offset 0x2000 ' PRIORITY=3 ERRNO=5 \
		MESSAGE_ID=5d1b8c70f6a94e4a9a4d7f2b0c3e9166 \
		FLASH_AREA=image-1 OFFSET=0 LENGTH=100000
	[[ ! -s log ]]
}

@test "the journal: a failure before any area is known" {
	as_service write nowhere data
	status_is 2
	entry 'no area nowhere; ' PRIORITY=3 \
		MESSAGE_ID=5d1b8c70f6a94e4a9a4d7f2b0c3e9166
	not grep -q '^FLASH_AREA=\|^ERRNO=' told
}

@test "stderr that is not the journal's gets text" {
	as_service list
	status_is 0
	grep -q image-1 log
	[[ ! -s told ]]
	JOURNAL_STREAM=1:1 flashmap erase storage
	status_is 0
	error_has "flashmap: erasing storage"
	output_has "erased 8192 bytes of storage"
}

# start_bus: a bus of its own, which starts nothing
start_bus() {
	command -v dbus-daemon >/dev/null || skip "no dbus-daemon"
	cat >bus.conf <<-EOF
		<busconfig>
		<type>session</type>
		<listen>unix:path=$PWD/bus</listen>
		<policy context="default">
		<allow send_destination="*" eavesdrop="true"/>
		<allow receive_sender="*" eavesdrop="true"/>
		<allow own="*"/>
		</policy>
		</busconfig>
	EOF
	dbus-daemon --config-file=bus.conf --nofork --print-address \
		>bus.out 2>&1 3>&- &
	bus=$!
	wait_for "$bus" grep -q unix: bus.out
	export DBUS_SYSTEM_BUS_ADDRESS=unix:path=$PWD/bus
}

# start_logind MANNER: what it is asked is in the file asked
start_logind() {
	start_bus
	"$top_builddir/tests/cli/fake-logind" "$1" >asked 3>&- &
	logind=$!
	wait_for "$logind" grep -q ready asked
}

# wait_for PID COMMAND...: as long as that runs
wait_for() {
	local pid=$1

	shift
	while kill -0 "$pid" 2>/dev/null; do
		! "$@" || return 0
		sleep 0.05
	done
	"$@"
}

@test "logind: shutdown and sleep are inhibited while flash is changed" {
	simulator large 8388608
	start_logind answer
	mkfifo fifo
	exec 7<>fifo
	timeout 60 "$FLASHMAP" "${options[@]}" write last - <fifo 7>&- &
	writer=$!
	pattern 2097152 >data
	timeout 60 cat data >&7
	wait_for "$writer" changed
	[[ $(<asked) == "ready
inhibit|shutdown:sleep|flashmap|write flash area last|block" ]]
	exec 7>&-
	wait "$writer"
	writer=
	wait_for "$logind" grep -q released asked
}

changed() {
	! cmp -s before flash
}

@test "logind: each change has the inhibitor, and lets it go" {
	start_logind answer
	for command in "write image-1 data" "copy image-1 image-0" \
		"erase image-1" "lock image-1" "unlock image-1"; do
		: >asked
		# shellcheck disable=SC2086
		flashmap $command
		status_is 0
		wait_for "$logind" grep -q released asked
		[[ $(grep -c ^inhibit asked) == 1 ]]
	done
}

@test "logind: what changes nothing does not inhibit" {
	start_logind answer
	flashmap write image-1 data --dry-run
	status_is 0
	flashmap erase image-1 --offset 1
	status_is 2
	flashmap verify image-1 before
	flashmap info image-1
	status_is 0
	[[ $(<asked) == ready ]]
}

@test "a label that is no UTF-8 is told to logind escaped" {
	sed 's/"image-1"/"image\\xff1"/' "$BATS_TEST_DIRNAME/demo.dts" |
		"$DTC" -q -I dts -O dtb -o map.dtb
	start_logind answer
	flashmap erase @3
	status_is 0
	grep -qxF 'inhibit|shutdown:sleep|flashmap|erase flash area image\xff1|block' \
		asked
}

# goes_on REASON: the write is done without an inhibitor, which -v tells
goes_on() {
	cp before flash
	flashmap write image-1 data
	status_is 0
	error_lacks "inhibited"
	expect 0x80000 data 2400
	flashmap -v write image-1 data
	status_is 0
	error_has "info: shutdown and sleep are not inhibited: $1"
}

@test "no logind on the bus: it goes on" {
	start_bus
	goes_on ""
}

@test "logind refuses: it goes on" {
	start_logind refuse
	goes_on "Permission denied"
}

@test "no bus: it goes on" {
	export DBUS_SYSTEM_BUS_ADDRESS=unix:path=$PWD/nobody
	goes_on "No such file or directory"
}

@test "logind never answers: it goes on" {
	start_logind ignore
	goes_on "Connection timed out"
}

@test "the bus never answers: it goes on" {
	start_bus
	kill -STOP "$bus"
	goes_on "Connection timed out"
}

# unit: the example unit for the area image-1, with the flashmap of this build
unit() {
	sed "s|/usr/bin/flashmap|$FLASHMAP|" \
		"$BATS_TEST_DIRNAME/../../contrib/systemd/flashmap-update@.service" \
		>flashmap-update@image-1.service
}

@test "the example unit is one for systemd" {
	command -v systemd-analyze >/dev/null || skip "no systemd-analyze"
	unit
	run --separate-stderr systemd-analyze verify --man=no \
		./flashmap-update@image-1.service
	status_is 0
	[[ -z $output && -z $stderr ]]
}

@test "the example unit writes its image to its area" {
	needs_environment
	local command

	unit
	cp data image-1.img
	read -ra command < <(sed -n \
		-e "s|/var/lib/flashmap/||" -e 's|%I|image-1|g' \
		-e 's|^ExecStart=||p' flashmap-update@image-1.service)
	FLASHMAP_DTB=map.dtb FLASHMAP_SIM=flash \
		run --separate-stderr "${command[@]}"
	status_is 0
	output_has "wrote 100000 bytes to image-1"
	expect 0x80000 data 2400
}
