#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What a user, a script or a system can do wrong, for every command there is.
# The commands come from --help, so that a new one cannot be forgotten here.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

# What makes each command succeed on the map of demo.dts. bats sources this
# file inside of a function.
declare -gA works=(
	[list]='' [map]='' [doctor]='' [header]='--labels-only'
	[info]='image-1' [dump]='image-1' [health]='image-1' [read]='image-1'
	[write]='image-1 data' [verify]='image-1 data' [erase]='image-1'
	[copy]='image-0 image-1' [lock]='image-1' [unlock]='image-1'
	[badblocks]='image-1' [torture]='image-1 --yes'
)

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	pattern 5000 >data
	mapfile -t commands < <("$FLASHMAP" --help |
		sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
	[[ ${#commands[@]} -ge 16 ]]
	# It needs an MTD of the running system and libmtd.
	mapfile -t simulated < <(printf '%s\n' "${commands[@]}" |
		grep -vx torture)
}

# usage COMMAND: its operands, as --help names them
usage() {
	"$FLASHMAP" "$1" --help | sed -n "1s/.*OPTIONS\] $1 *//p"
}

# options_of COMMAND: without those of every command
options_of() {
	"$FLASHMAP" "$1" --help | sed '/^Options of every/,$d' |
		sed -n 's/^  [^-]*\(-., \)\?--\([a-z0-9-]*\).*/\2/p'
}

# with_operand WORD COMMAND...: those of the commands that have it
with_operand() {
	local word=$1 command

	shift
	for command; do
		[[ $(usage "$command") != *"$word"* ]] || echo "$command"
	done
}

# with_option NAME COMMAND...
with_option() {
	local name=$1 command

	shift
	for command; do
		! options_of "$command" | grep -qx -- "$name" ||
			echo "$command"
	done
}

# call COMMAND WORDS: those of a table are separated by blanks
# shellcheck disable=SC2048,SC2086
call() {
	local command=$1

	shift
	flashmap "$command" $*
}

@test "each command has a row, and works with it" {
	[[ $(printf '%s\n' "${commands[@]}" | sort) == \
		"$(printf '%s\n' "${!works[@]}" | sort)" ]]
	for command in "${simulated[@]}"; do
		simulator
		head -c 5000 data |
			dd of=flash bs=4096 seek=128 conv=notrunc status=none
		call "$command" "${works[$command]}"
		status_is 0
	done
}

@test "an area that is not there, exit 2, nothing changed" {
	simulator
	areas=()
	mapfile -t areas < <(with_operand AREA "${commands[@]}")
	[[ ${#areas[@]} -ge 11 ]]
	for command in "${areas[@]}"; do
		[[ $command != torture || ${with_libmtd-yes} == yes ]] ||
			continue
		call "$command" "${works[$command]/image-1/nowhere}"
		fails_with 2 'no area nowhere; "flashmap list" shows them'
		# shellcheck disable=SC2086
		flashmap "$command" "" ${works[$command]#image-1}
		fails_with 2 'no area ""; "flashmap list" shows them'
	done
	flashmap copy nowhere image-1
	fails_with 2 "no area nowhere"
	flashmap copy image-0 nowhere
	fails_with 2 "no area nowhere"
	flashmap copy image-0 ""
	fails_with 2 'no area ""'
	unchanged
}

@test "a label of two areas, exit 2, both are told" {
	chip 0x10000 0 0x8000 image-1 0x8000 0x8000 image-1
	for command in "${commands[@]}"; do
		[[ ${works[$command]} == *image-1* ]] || continue
		[[ $command != torture || ${with_libmtd-yes} == yes ]] ||
			continue
		call "$command" "${works[$command]/image-0/@0}"
		fails_with 2 "image-1 names 2 areas: @0 = /c@0/flash@0/"
		error_has ", @1 = /c@0/flash@0/partitions/"
		error_has "; name one of these"
	done
}

@test "a kernel without MTD, exit 1" {
	recorded
	rm -r "$root/sys"
	for command in "${commands[@]}"; do
		call "$command" "${works[$command]}"
		fails_with 1 "no MTD below $root: neither sys/class/mtd nor "
	done
}

@test "a kernel that has MTD and no MTDs: no area of that name, exit 2" {
	recorded
	for command in "${commands[@]}"; do
		[[ ${works[$command]} == *image* ]] || continue
		[[ $command != torture || ${with_libmtd-yes} == yes ]] ||
			continue
		call "$command" "${works[$command]}"
		fails_with 2 "no area image-"
	done
	flashmap header --labels-only
	fails_with 1 "a system below another root has no flash areas"
	for command in list map doctor health; do
		flashmap "$command"
		status_is 0
	done
}

@test "a root that is not there, or a file, exit 1" {
	for command in "${commands[@]}"; do
		options=(--root nowhere)
		call "$command" "${works[$command]}"
		fails_with 1 "cannot make the flash map: No such file"
		error_has "(nowhere: cannot look at this root)"
		options=(--root data)
		call "$command" "${works[$command]}"
		[[ $status -eq 1 ]] || show "$command"
		error_has "data: cannot look at this root"
	done
}

# What a device has to be asked for fails, and says why; all else works.
@test "nodes that this user may not open: which one and why, exit 1" {
	needs_nobody
	recorded
	for number in 0 1; do
		mtd "$number" "image-$number" type=nand writesize=2048 \
			oobsize=64 erasesize=16384 flags=0x400
		: >"$root/dev/mtd$number"
	done
	chmod 0 "$root/dev/mtd0" "$root/dev/mtd1"
	for command in "${simulated[@]}"; do
		# shellcheck disable=SC2086
		as_nobody flashmap -q "$command" ${works[$command]}
		case $command in
		list | map | info | header)
			status_is 0
			[[ -z $stderr ]] || show "$command"
			;;
		doctor)
			status_is 3
			output_has "mtd0 is no character device"
			;;
		*)
			fails_with 1 "image-1"
			error_has "Permission denied (image-"
			error_has ": cannot open $root/dev/mtd"
			;;
		esac
	done
}

@test "FILE that is missing, a folder, empty or not to be read, exit 1 or 2" {
	needs_nobody
	simulator
	mkdir folder
	: >empty
	cp data secret
	chmod 0 secret
	chmod a+rw flash
	mapfile -t files < <(with_operand FILE "${commands[@]}")
	[[ ${files[*]} == "write verify" ]]
	for command in "${files[@]}"; do
		flashmap "$command" image-1 nowhere
		fails_with 1 "cannot open nowhere: No such file or directory"
		flashmap "$command" image-1 ""
		fails_with 1 'cannot open "": No such file or directory'
		flashmap "$command" image-1 folder
		fails_with 1 "cannot read folder: Is a directory"
		flashmap "$command" image-1 empty
		fails_with 2 "no data in empty; nothing was done"
		as_nobody flashmap "$command" image-1 secret
		fails_with 1 "cannot open secret: Permission denied"
	done
	unchanged
}

@test "FILE that is larger than the area, exit 2, with both sizes" {
	simulator
	pattern 393217 >data
	for command in write verify; do
		flashmap "$command" image-1 data
		fails_with 2 "data has 0x60001 bytes, more than the 0x60000 of "
		error_has "image-1 from offset 0x0; nothing was done"
		flashmap "$command" image-1 data --offset 0x5f000
		fails_with 2 "more than the 0x1000 of image-1 from offset "
	done
	unchanged
}

# to_8 COMMAND...: with descriptor 8 as its standard output, or with none
to_8() {
	if [[ -e /proc/self/fd/8 ]]; then
		"$@" >&8 8>&-
	else
		"$@" >&-
	fi
}

# stdout_fails REASON: the last line of each command says so, exit 1
stdout_fails() {
	local reason=$1 command

	for command in "${simulated[@]}"; do
		simulator
		head -c 5000 data |
			dd of=flash bs=4096 seek=128 conv=notrunc status=none
		status=0
		# shellcheck disable=SC2086
		to_8 timeout 60 "$FLASHMAP" "${options[@]}" "$command" \
			${works[$command]} 2>err || status=$?
		output=
		stderr=$(tail -n 1 err)
		status_is 1
		error_has "flashmap: cannot write to standard output: $reason"
		[[ $(grep -c "standard output" err) -eq 1 ]] || show "$command"
	done
}

@test "a standard output that is closed, exit 1, one line" {
	exec 8>&-
	stdout_fails "Bad file descriptor"
}

@test "a standard output that is full, exit 1, one line" {
	exec 8>/dev/full
	stdout_fails "No space left on device"
}

# It is an error to be told, and no signal that ends a change in the middle.
@test "a pipe that nobody reads any more, exit 1, one line" {
	mkfifo pipe
	exec 7<>pipe 8>pipe 7>&-
	stdout_fails "Broken pipe"
}

# What makes a file, the option that names it comes last.
makers=("read image-1 -o" "header --labels-only -o" "map --svg")

@test "each command with an option that names a file to make has a row" {
	for command in "${commands[@]}"; do
		! options_of "$command" | grep -qxE 'output|svg' ||
			echo "$command"
	done >found
	[[ $(sort found) == $(printf '%s\n' "${makers[@]%% *}" | sort) ]]
}

@test "a full disk: what was begun is taken away, the old file stays" {
	simulator
	unshare -m true 2>/dev/null || skip "no private mounts here"
	mkdir disk
	for command in "${makers[@]}"; do
		# shellcheck disable=SC2016,SC2086
		run unshare -m bash -c 'mount -t tmpfs -o size=4k none disk
			head -c 4000 /dev/zero >disk/out
			cp disk/out before
			"$@" disk/out
			status=$?
			ls -A disk
			cmp before disk/out || status=cmp
			exit "$status"' - "$FLASHMAP" "${options[@]}" $command
		status_is 1
		stderr=${lines[0]}
		error_has "flashmap: cannot write to "
		error_has "/out: No space left on device"
		[[ ${lines[1]} == out && ${#lines[@]} -eq 2 ]] || show "$command"
	done
}

# A write is limited where there may be no mounts, and ends by no signal.
@test "a file that may not grow: neither it nor a part is left, exit 1" {
	simulator
	mkdir folder
	for command in "${makers[@]}"; do
		# shellcheck disable=SC2016,SC2086
		run bash -c 'ulimit -f 1; "$@" folder/out' - "$FLASHMAP" \
			"${options[@]}" $command
		status_is 1
		[[ $output == "flashmap: cannot write to folder/out: File too large" ]]
		[[ -z $(ls -A folder) ]] || show "$command"
	done
}

@test "an empty name of a file or folder, exit 2" {
	simulator
	for command in "${makers[@]}"; do
		# shellcheck disable=SC2086
		flashmap $command ""
		fails_with 2 ' "": the name is empty'
	done
	for option in root dtb sim; do
		flashmap list "--$option="
		fails_with 2 "--$option \"\": the name is empty"
	done
	[[ -z $(find . -name '.?*') ]]
}

# A signal in the middle. What it waits for is somebody who takes what it
# says, or prints.
declare -gA long=(
	[read]='image-1 -o out' [write]='image-1 data' [copy]='image-0 image-1'
	[erase]='image-1' [verify]='image-1 same' [health]='image-1 --scan'
)
# What is told of it
declare -gA told=(
	[read]='cancelled: * of 393216 bytes of image-1 were read'
	[write]='cancelled: image-1 is incomplete now: * erased, *; write it again'
	[copy]='cancelled: image-1 is incomplete now: * erased, *; write it again'
	[erase]='cancelled: image-1 is incomplete now: * erased; erase it again'
	[verify]='cancelled: image-1 was compared up to offset 0x*'
	[health]='cancelled: * of 393216 bytes of image-1 were read'
)

teardown() {
	[[ -z ${pid-} ]] || kill -KILL "$pid" 2>/dev/null || true
}

# ends: in $status how
ends() {
	local tries=1200

	until ended; do
		((tries-- > 0)) || show "it never ends"
		sleep 0.05
	done
	status=0
	wait "$pid" || status=$?
	pid=
}

# cancel SIGNAL ARGS...: after the first lines of its progress, which is all
# that there is room for; what it said then is in err
cancel() {
	local signal=$1

	shift
	rm -f fifo
	mkfifo fifo
	exec 7<>fifo 8<fifo
	head -c 65400 /dev/zero >&7
	env --default-signal=INT,TERM "$FLASHMAP" "${options[@]}" -q "$@" \
		--progress json >stdout 2>fifo 7>&- 8>&- &
	pid=$!
	wait_until catches
	kill "-$signal" "$pid"
	wait_until caught
	timeout 60 cat <&8 7>&- | tr -d '\0' 7>&- >err &
	exec 7>&- 8>&-
	ends
	wait
	output=$(cat stdout)
	stderr=$(grep -v '^{' err)
}

@test "each command that has progress has a row of signals" {
	[[ $(with_option progress "${simulated[@]}" | sort) == \
		"$(printf '%s\n' "${!long[@]}" | sort)" ]]
}

# locked: the second sector of image-1, in its file beside the content
locked() {
	chip_state 'chip nor 1048576 4096 1 255 0' 'sector 129 0 0 1'
}

@test "SIGINT, SIGTERM in the middle: 130, 143, what was done, locked again" {
	simulator
	pattern 393216 >data
	dd if=flash of=same bs=4096 skip=128 count=96 status=none
	for command in "${!long[@]}"; do
		for signal in INT:130 TERM:143; do
			cp before flash
			locked
			unlock=
			! options_of "$command" | grep -qx unlock ||
				unlock=--unlock
			# shellcheck disable=SC2086
			cancel "${signal%:*}" "$command" ${long[$command]} \
				$unlock
			status_is "${signal#*:}"
			# shellcheck disable=SC2053 # a pattern
			[[ $stderr == "flashmap: "${told[$command]} ]] ||
				show "$command should tell: ${told[$command]}"
			[[ -z $output ]] || show "$command: stdout"
			[[ ! -e out && ! $(compgen -G 'out.*') ]]
			grep -q '^sector 129 [0-9]* 0 1$' flash.state
			[[ -n $unlock ]] || unchanged
		done
	done
}

@test "SIGINT while dump prints: 130" {
	simulator
	mkfifo fifo
	exec 7<>fifo
	env --default-signal=INT "$FLASHMAP" "${options[@]}" dump image-1 \
		>fifo 2>err 7>&- &
	pid=$!
	wait_until catches
	kill -INT "$pid"
	ends
	output=
	stderr=$(cat err)
	fails_with 130 "cancelled: while writing to standard output"
}

# on_terminal COLUMNS ARGS...: in $output what a terminal got
on_terminal() {
	local columns=$1

	shift
	run env -u COLUMNS NO_COLOR=1 script -qec "stty cols $columns; \
		'$FLASHMAP' ${options[*]} $*" /dev/null
	output=${output//$'\r'/}
}

# What has columns breaks between them; other lines are the terminal's.
@test "terminals of 20, 40 and 300 columns: tables and the map fit" {
	command -v script >/dev/null || skip "no script"
	simulator
	"$FLASHMAP" "${options[@]}" list >whole
	for columns in 20 40 300; do
		for command in list "list --tree" health map; do
			on_terminal "$columns" "$command"
			status_is 0
			not grep -E ".{$((columns + 1))}" <<<"$output" ||
				show "$command: $columns"
		done
	done
	on_terminal 300 list
	[[ $output == "$(cat whole)" ]]
	on_terminal 20 list
	# Not a word is lost, and all rows break at the same places.
	[[ $(xargs <<<"$output") == "$(xargs <whole)" ]] || show "other words"
	[[ $(grep -c '^    ' <<<"$output") -eq 24 ]] || show "other lines"
	[[ ${lines[0]} == "ID  LABEL"* && ${lines[4]} == "    FLAGS"* ]]
	output_has $' 3  image-1\n    flash@0  0x80000\n    0x60000  384K\n'
}

@test "terminals that tell 1 column, or none: it goes on" {
	command -v script >/dev/null || skip "no script"
	simulator
	for command in list "list --tree" map health doctor "info image-1" \
		"badblocks image-1" "dump storage"; do
		on_terminal 0 "$command"
		status_is 0
		[[ $(wc -L <<<"$output") -le 80 ]] || show "$command"
		on_terminal 1 "$command"
		status_is 0
		[[ -n $output ]]
	done
	on_terminal 1 erase image-1
	status_is 0
	output_has "erased 393216 bytes of image-1"
}

@test "to a pipe, a row is one line, also with COLUMNS" {
	simulator
	flashmap list
	whole=$output
	COLUMNS=20 flashmap list
	[[ $output == "$whole" ]]
	[[ ${#lines[@]} -eq 6 ]]
}

# harmless FILE...: UTF-8, without what a terminal obeys
harmless() {
	local file

	for file; do
		iconv -f UTF-8 -t UTF-8 "$file" >/dev/null
		# A control character of two bytes, and one that turns a line
		if grep -qF -e $'\xc2\x9b' -e $'\xe2\x80\xae' "$file" ||
			tr -d '\n' <"$file" |
			LC_ALL=C grep -q '[[:cntrl:]]'; then
			show "$file: $(cat -v "$file")"
		fi
	done
}

# Labels that would recolour, overwrite and end a terminal's text, or are none
hostile() {
	chip 0x20000 0 0x10000 \
		'\x1b[31m\x1b]0;title\x07\r\n\x7f\xff\xc3\xe2\x80\xae\xc2\x9b2J<&>\"' \
		0x10000 0x10000 "$(printf 'long%.0s' {1..500})"
	cat >rows <<-END
		list
		list --tree
		map --color never
		map --svg -
		doctor
		health
		health @0
		info @0
		dump @0 --length 16
		read @0 -o out
		write @0 data
		copy @0 @1
		erase @0
		verify @0 data
		lock @0
		unlock @0
		badblocks @0
		badblocks @0 --mark 0 --yes
		torture @0 --yes
		header --labels-only -o out
	END
}

@test "labels with control characters and no UTF-8 are escaped everywhere" {
	hostile
	[[ $(cut -d' ' -f1 rows | sort -u) == \
		"$(printf '%s\n' "${commands[@]}" | sort)" ]]
	while read -r row; do
		# shellcheck disable=SC2086
		timeout 60 "$FLASHMAP" "${options[@]}" $row >out.txt 2>err.txt ||
			[[ $? -le 3 ]]
		harmless out.txt err.txt
		# What names the area has it.
		[[ $row != *@0* || $row == dump* || $row == health* ||
			$row == badblocks\ @0 || $row == torture* ]] ||
			grep -qF '\x1b[31m\x1b]0;title\x07\x0d\x0a\x7f\xff' \
				out.txt err.txt || show "$row"
	done <rows
}

@test "--json of such labels is one valid document" {
	needs_json
	hostile
	while read -r row; do
		# shellcheck disable=SC2086
		timeout 60 "$FLASHMAP" "${options[@]}" --json $row \
			>out.txt 2>err.txt || [[ $? -le 3 ]]
		# For JSON it is a character as any other.
		tr -d '\177' <out.txt >printed
		harmless printed err.txt
		[[ ! -s out.txt ]] || jq -es 'length == 1' out.txt >/dev/null ||
			show "$row"
	done <rows
	flashmap list --json
	holds '.areas[0].label == "\u001b[31m\u001b]0;title\u0007\r\n\u007f\\xff\\xc3\\xe2\\x80\\xae\\xc2\\x9b2J<&>\""'
}

# A long label leaves what has to be done about a failure.
@test "a label of 2000 bytes: what is incomplete, and what to do, is said" {
	chip 0x200000 0 0x100000 "$(printf 'long%.0s' {1..500})" \
		0x100000 0x100000 other
	options=(--dtb map.dtb --sim flash)
	erased 2097152 >flash
	pattern 1100000 >data
	piped write @0 -
	status_is 2
	error_has "; longlonglong"
	error_has "longlong may be incomplete now; write it again"
	chip_state 'chip nor 2097152 4096 1 255 0' 'fault 3 8192 4096 1 1'
	flashmap -q erase @0
	status_is 1
	error_has "longlong is incomplete now: 2 sectors erased; erase it again"
}

@test "numbers that overflow, and ranges that would wrap, exit 2" {
	simulator
	mapfile -t ranged < <(with_option offset "${commands[@]}")
	[[ ${ranged[*]} == "dump read write copy erase verify lock unlock" ]]
	for command in "${ranged[@]}"; do
		for number in 18446744073709551616 0x10000000000000000 \
			17179869184G; do
			for option in offset length; do
				call "$command" "${works[$command]} \
					--$option $number"
				fails_with 2 "--$option $number: the number is"
			done
		done
		for number in 0xffffffffffffffff 0x8000000000000000 \
			0x7fffffffffffffff 0x100000000 0x60001; do
			call "$command" "${works[$command]} --offset $number"
			fails_with 2 "--offset $number is past the end of "
			# It would end where the area begins, or inside of it.
			call "$command" "${works[$command]} --offset 0x1000 \
				--length $number"
			fails_with 2 "--length $number from offset 0x1000 is "
		done
		call "$command" "${works[$command]} --offset 0x1000 \
			--length 0xfffffffffffff000"
		fails_with 2 "--length 0xfffffffffffff000 from offset 0x1000"
	done
	flashmap badblocks image-1 --mark 0xfffffffffffff000 --yes
	fails_with 2 "--mark 0xfffffffffffff000 is past the end of image-1"
	unchanged
}

@test "an option of another command is refused, exit 2" {
	mapfile -t all < <(for command in "${commands[@]}"; do
		options_of "$command"
	done | sort -u)
	[[ ${#all[@]} -ge 20 ]]
	for command in "${commands[@]}"; do
		own=" $(options_of "$command" | xargs) "
		for option in "${all[@]}"; do
			[[ $own != *" $option "* ]] || continue
			status=0
			stderr=$("$FLASHMAP" "$command" "--$option" 0 2>&1) ||
				status=$?
			output=
			fails_with 2 "--$option is not an option here; see --h"
		done
	done
}

# --mark is no short --mark-bad, which cannot be taken back.
@test "an option is written in full, exit 2" {
	simulator
	for option in --mark --unl --forc --dry --mark-; do
		flashmap write image-1 data "$option"
		fails_with 2 "$option is not an option here; see --help"
	done
	flashmap erase image-1 --len=4096
	fails_with 2 "--len=4096 is not an option here; see --help"
	flashmap erase image-1 --len 4096
	fails_with 2 "--len is not an option here; see --help"
	flashmap --jso list
	fails_with 2 "--jso is not an option here"
	unchanged
}

@test "the same option twice: the last one counts" {
	simulator
	flashmap erase --offset 0 image-1 --length 8K --offset 4K --length 4K
	status_is 0
	erased 4096 >blank
	expect 0x81000 blank
	flashmap read image-1 -o first -o second
	status_is 0
	[[ -e second && ! -e first ]]
	flashmap --json list --json --quiet -q >/dev/null
}

@test "--mark twice would leave out a block, exit 2, none is marked" {
	simulator nand
	flashmap badblocks slot --mark 0 --mark 0x60000 --yes
	fails_with 2 "--mark twice: it marks one block at a time"
	[[ ! -e flash.state ]]
	unchanged
}
