# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run. Two AST2600 evaluation boards side by side, which lose their
# power in the middle of updates: QEMU is killed, and booted again with the
# flash file that is left. Each boot begins with the update that was cut off
# before, from its beginning, which has to complete; then comes the next one.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

# shellcheck source=tests/kernel/board-lib.sh
. "$source_dir/board-lib.sh"

machine_phases='powercut'

board_modules=(ofpart spi-nor spi-aspeed-smc)

flash_size=$((64 << 20))
slot_offset=$((0x20000))
slot_size=$((0x80000))
# Both leave a rest of the slot to be erased.
update_size=([1]=400001 [2]=333333)

# When power is cut, a cut a line: as soon as the guest tells that this much of
# this phase is done, in percent. An odd one cuts the update from image 1 to
# image 2, which is the shorter one.
cuts_of_one='write 0
write 10
erase 50
write 25
write 40
write 50
write 60
write 75
write 90
head 0'
cuts_of_two='write 5
write 15
erase 0
write 30
write 45
write 55
write 65
write 70
write 95
head 0'

install_programs()
{
	install "$tools/bin/busybox" "$armhf/build/flashmap" \
		"$armhf/build/tests/kernel/guest" "$root/bin/"
}

install_files()
{
	cp "$work/image-1" "$work/image-2" "$root/t/"
}

machine_prepare()
{
	local table=/ahb/spi@1e630000/flash@0/partitions image board

	board_prepare_tree aspeed-ast2600-evb.dtb &&
	fdtput -t s "$work/dtb" /ahb/apb/serial@1e783000 status okay &&
	fdtput -t s "$work/dtb" /ahb/spi@1e620000 status disabled &&
	make_table $table &&
	add_partition $table/slot@20000 slot $slot_offset $slot_size || return 1
	for image in 1 2; do
		pattern "update $image" "${update_size[image]}" \
			>"$work/image-$image" &&
		truncate -s 0 "$work/slot-$image" &&
		put "$work/slot-$image" - $slot_size 0 &&
		put "$work/slot-$image" "$work/image-$image" \
			"${update_size[image]}" 0 || return 1
	done
	for board in one two; do
		flash_file $board $flash_size $((1 << 20)) &&
		put "$work/$board.expected" "$work/slot-1" $slot_size \
			$slot_offset &&
		cp "$work/$board.expected" "$work/$board.bin" || return 1
	done
	board_make_initramfs
}

# start BOARD IMAGE: boots with "from" and "to" being the port of the results
# and "qemu" the process
start()
{
	local board=$1 image=$2 command console_log=$work/$1.console

	board_command "powercut flashmap_image=$image" ttyS4,115200n8 ttyS0 \
		-M ast2600-evb -serial stdio \
		-drive "file=$work/$board.bin,format=raw,if=mtd,index=1"
	"${command[@]}" <"$work/$board.to" >"$work/$board.from" \
		2>>"$work/qemu.log" &
	qemu=$!
	exec {to}>"$work/$board.to" {from}<"$work/$board.from"
}

# hear: the next line of the guest, in "line"
hear()
{
	read -r -t "$timeout" -u "$from" line || return 1
	echo "$line" >>"$log"
}

# cut_power: what was told until then is heard
cut_power()
{
	local line

	kill -KILL "$qemu"
	while hear; do
		:
	done
	wait "$qemu" 2>/dev/null
	exec {to}>&- {from}<&-
}

# wait_for LINE
wait_for()
{
	local line

	while hear; do
		[ "$line" != "$1" ] || return 0
		[[ $line != 'GUEST FAIL '* ]] || return 1
	done
	return 1
}

# wait_for_progress PHASE PERCENT: or a later phase, or the end of the update
wait_for_progress()
{
	local phase percent later line

	phase=$1 percent=$2
	later='write erase head updated'
	later=${later#*"$phase"}
	while hear; do
		[ "$line" != updated ] || return 0
		[[ $line =~ ^\{\"phase\":\"(.*)\",\"done\":(.*),\"total\":(.*)\}$ ]] ||
			continue
		[[ $later != *"${BASH_REMATCH[1]}"* ]] || return 0
		[ "${BASH_REMATCH[1]}" != "$phase" ] ||
			((BASH_REMATCH[2] * 100 < percent * BASH_REMATCH[3])) ||
			return 0
	done
	return 1
}

# take_slot BOARD: what it holds
take_slot()
{
	dd if="$work/$1.bin" of="$work/$1.slot" bs=4096 iflag=skip_bytes \
		skip=$slot_offset count=$((slot_size / 4096)) status=none
}

# holds_image BOARD IMAGE: in the flash file, once QEMU has written it
holds_image()
{
	local board=$1

	for _ in {1..100}; do
		take_slot "$board" &&
			cmp -s "$work/$board.slot" "$work/slot-$2" && return
		sleep 0.1
	done
	return 1
}

# neighbours BOARD: "kept" or "changed"
neighbours()
{
	local bin=$work/$1.bin expected=$work/$1.expected

	if cmp -s -n $slot_offset "$bin" "$expected" &&
		cmp -s -i $((slot_offset + slot_size)) "$bin" "$expected"; then
		echo kept
	else
		echo changed
	fi
}

# state BOARD OLD NEW: "old" or "complete", or neither, with the first page of
# one of the images or not
state()
{
	local slot=$work/$1.slot old=$work/slot-$2 new=$work/slot-$3

	take_slot "$1"
	if cmp -s "$slot" "$old"; then
		echo old
	elif cmp -s "$slot" "$new"; then
		echo complete
	elif cmp -s -n 256 "$slot" "$old" || cmp -s -n 256 "$slot" "$new"; then
		echo 'neither, with a valid head'
	else
		echo neither
	fi
}

# boot BOARD IMAGE: the update that was cut off completes
boot()
{
	local board=$1 image=$2

	start "$board" "$image"
	if ! wait_for 'GUEST ok powercut_rerun_completes' ||
		! wait_for completed; then
		fail "board $board did not complete an update"
	fi
	if holds_image "$board" "$image"; then
		echo "$board complete" >>"$work/reruns"
	else
		echo "$board incomplete" >>"$work/reruns"
	fi
}

# moment: how far the guest said that it was
moment()
{
	sed -nE 's/^\{"phase":"(.*)","done":(.*),"total":(.*)\}$/\1 \2\/\3/p' \
		"$log" | tail -n 1 | grep . || echo 'an unknown moment'
}

# run_board BOARD CUTS: all boots of a board
run_board()
{
	local board=$1 image=1 cut=0 phase percent from to qemu log line
	local status

	trap 'kill -KILL "$qemu" 2>/dev/null' EXIT
	mkfifo "$work/$board.from" "$work/$board.to" || return 1
	while read -r phase percent; do
		cut=$((cut + 1))
		log=$work/$board.log-$cut
		boot "$board" $image
		echo next >&"$to"
		wait_for_progress "$phase" "$percent" ||
			fail "board $board did not come to $phase $percent %"
		cut_power
		echo "board $board, cut $cut, killed at $(moment):" \
			"$(state "$board" $image $((3 - image)));" \
			"neighbours $(neighbours "$board")" >>"$work/cuts"
		image=$((3 - image))
	done <<<"$2"
	log=$work/$board.log
	boot "$board" $image
	echo end >&"$to"
	while hear; do
		:
	done
	wait "$qemu"
	status=$?
	trap - EXIT
	return $status
}

machine_boot()
{
	local board status=0

	rm -f "$work"/{one,two}.{console,from,to,log*} \
		"$work"/{cuts,reruns,qemu.log}
	run_board one "$cuts_of_one" &
	board=$!
	(run_board two "$cuts_of_two") || status=$?
	wait $board || status=$?
	cat "$work"/*.console >"$work/console.log"
	cat "$work/one.log" >"$work/guest.log"
	return $status
}

# all_lines NAME FILE COUNT PATTERN: it has so many, and all match
all_lines()
{
	local wrong

	wrong=$(grep -vE -m 1 "$4" "$2")
	if [ -n "$wrong" ]; then
		result FAILED "$1" "$wrong"
	elif [ "$(wc -l <"$2")" != "$3" ]; then
		result FAILED "$1" "$(wc -l <"$2") and not $3"
	else
		result ok "$1"
	fi
}

machine_judge()
{
	local cuts=$work/cuts count

	cat "$cuts"
	all_lines powercut_neighbours_are_kept "$cuts" 20 '; neighbours kept$'
	all_lines powercut_no_head_without_its_body "$cuts" 20 \
		': (old|complete|neither); '
	all_lines powercut_rerun_leaves_the_image "$work/reruns" 22 ' complete$'
	count=$(grep -c ': neither' "$cuts")
	if [ "$count" -ge 10 ]; then
		result ok powercut_hits_the_middle
	else
		result FAILED powercut_hits_the_middle "$count cuts did"
	fi
	compare powercut_boards_report_the_same \
		<(grep -a '^GUEST' "$work/one.log") \
		<(grep -a '^GUEST' "$work/two.log")
	for board in one two; do
		put "$work/$board.expected" "$work/slot-1" $slot_size \
			$slot_offset
		compare_flash $board
	done
}
