#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Signals. Each test makes flashmap wait for this test, so that none depends
# on time.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

teardown() {
	[[ -z ${pid-} ]] || kill -KILL "$pid" 2>/dev/null || true
}

# start STDIN STDERR ARGS...: in the background, where a shell would ignore
# SIGINT, without what this test holds open
start() {
	local input=$1 error=$2

	shift 2
	env --default-signal=INT "$FLASHMAP" "${options[@]}" "$@" \
		<"$input" 2>"$error" 7>&- 8>&- &
	pid=$!
}

# interrupt SIGNAL: until it has ended, since the first one may have come just
# before flashmap began to wait
interrupt() {
	while kill "-$1" "$pid" 2>/dev/null; do
		sleep 0.1
	done
}

changed() {
	! cmp -s before flash
}

ends_with() {
	status=0
	wait "$pid" || status=$?
	pid=
	output=
	stderr=$(cat err)
	status_is "$1"
}

@test "SIGINT while a stream is awaited: 130, nothing changed" {
	simulator
	mkfifo fifo
	exec 7<>fifo
	start fifo err write image-1 -
	wait_until catches
	interrupt INT
	ends_with 130
	error_has "cancelled"
	unchanged
}

@test "SIGINT inside a stream: 130, says that the area may be incomplete" {
	simulator large 8388608
	mkfifo fifo
	exec 7<>fifo
	start fifo err write last - >out
	pattern 2097152 >data
	timeout 60 cat data >&7
	wait_until changed
	wait_until catches
	interrupt INT
	ends_with 130
	error_has "cancelled"
	error_has "last may be incomplete now; write it again"
	[[ ! -s out ]]
	# Whole sectors were written, and what follows is what it was.
	sectors=0
	while ! cmp -s <(sector before) <(sector flash); do
		cmp <(sector data -32) <(sector flash)
		sectors=$((sectors + 1))
	done
	[[ $sectors -gt 0 ]]
	dd if=flash bs=64K skip=$((32 + sectors)) status=none |
		cmp - <(dd if=before bs=64K skip=$((32 + sectors)) status=none)
	head -c 2097152 flash | cmp - <(head -c 2097152 before)
}

# sector FILE [SHIFT]: the one of the area "last" that comes next
sector() {
	dd if="$1" bs=64K skip=$((32 + sectors + ${2:-0})) count=1 status=none
}

@test "the bar tells what was done while more of a stream is awaited" {
	command -v script >/dev/null || skip "no script"
	simulator large 8388608
	pattern 3000000 >data
	mkfifo fifo
	exec 7<>fifo
	script -qfec "stty cols 80; '$FLASHMAP' --dtb map.dtb --sim flash \
		write last - --length 6000000 <fifo" err </dev/null \
		>/dev/null 7>&- &
	pid=$!
	timeout 60 cat data >&7
	wait_until grep -q ' 48%.* 2.7M/5.7M' err
	exec 7>&-
	wait "$pid" || true
	pid=
	grep -q 'ended after 0x2dc6c0 of 0x5b8d80 bytes; last may be' err
}

@test "SIGTERM and SIGHUP are taken the same way: 143, 129" {
	simulator
	mkfifo fifo
	exec 7<>fifo
	start fifo err write image-1 -
	wait_until catches
	interrupt TERM
	ends_with 143
	start fifo err write image-1 -
	wait_until catches
	interrupt HUP
	ends_with 129
	unchanged
}

@test "an ignored signal stays ignored" {
	simulator
	mkfifo fifo
	exec 7<>fifo
	(
		trap '' HUP
		exec "$FLASHMAP" "${options[@]}" write image-1 - \
			<fifo 2>err 7>&-
	) &
	pid=$!
	wait_until catches 15
	kill -HUP "$pid"
	interrupt TERM
	ends_with 143
}

# blocked FIFO: nobody takes what is written to it
blocked() {
	mkfifo "$1"
	exec 8<>"$1"
	dd if=/dev/zero bs=4096 count=16 status=none >&8
}

@test "SIGINT before the first sector: 130, nothing changed" {
	simulator
	blocked full
	start /dev/null full erase image-1
	wait_until catches
	kill -INT "$pid"
	# The message about it fits in only after this.
	wait_until caught
	timeout 60 head -c 65536 <&8 >/dev/null
	exec 8>&-
	: >err
	ends_with 130
	unchanged
}

# nearly_blocked FIFO: it takes a few lines, and then no more
nearly_blocked() {
	mkfifo "$1"
	exec 8<>"$1"
	head -c 65236 /dev/zero >&8
}

@test "SIGINT between two sectors: 130, and what was done" {
	simulator
	pattern 393216 >data
	nearly_blocked full
	start /dev/null full -q write image-1 data --progress json
	wait_until changed
	wait_until catches
	kill -INT "$pid"
	wait_until caught
	timeout 60 cat <&8 | tr -d '\0' >err &
	exec 8>&-
	ends_with 130
	wait
	sectors=$(grep -c '^sector .* 1 0 0$' flash.state)
	[[ $sectors -gt 1 && $sectors -lt 96 ]]
	done="$sectors sectors erased, $((sectors * 16)) pages programmed"
	grep -F "cancelled: image-1 is incomplete now: $done; write it " err
	head -c $((sectors * 4096)) data >part
	expect 0x80000 part
}

@test "SIGINT in read: 130" {
	simulator
	blocked full
	start /dev/null err read image-1 -o full
	wait_until catches
	interrupt INT
	ends_with 130
	error_has "cancelled"
}

@test "SIGINT in read -o: 130, no file is left" {
	simulator
	mkdir folder
	blocked full
	: >err
	start /dev/null full read image-1 -o folder/out --progress json
	wait_until catches
	[[ $(ls folder) == out.* ]]
	kill -INT "$pid"
	wait_until caught
	timeout 60 head -c 65536 <&8 >/dev/null
	exec 8>&-
	ends_with 130
	[[ -z $(ls folder) ]]
}
