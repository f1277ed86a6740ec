# SPDX-License-Identifier: BSD-2-Clause
# Sourced in the guest: judging MTDs with mtd-utils, never with the library.
# shellcheck shell=dash

# mtd_of NAME: number of the (last) MTD with this name
mtd_of()
{
	sed -n "s/^mtd\([0-9]*\): [0-9a-f]* [0-9a-f]* \"$1\"\$/\1/p" \
		/proc/mtd | tail -n 1
}

# size_of N: bytes of mtdN
size_of()
{
	echo $((0x$(sed -n "s/^mtd$1: \([0-9a-f]*\) .*/\1/p" /proc/mtd)))
}

# peek N OFFSET LENGTH FILE: what mtdN holds
peek()
{
	mtd_debug read "/dev/mtd$1" "$2" "$3" "$4" >/dev/null
}

# dump_all DIRECTORY: what every MTD holds, a file each
dump_all()
{
	local n size type

	rm -rf "$1"
	mkdir "$1" || return 1
	sed -n 's/^mtd\([0-9]*\): \([0-9a-f]*\) .*/\1 \2/p' /proc/mtd \
		>"$1/all"
	while read -r n size; do
		size=$((0x$size))
		[ "$size" != 0 ] || continue
		# Without sysfs any MTD can be read the plain way.
		type=$(cat "/sys/class/mtd/mtd$n/type" 2>/dev/null)
		if [ "$type" = nand ]; then
			nanddump --bb=dumpbad --omitoob -q -f "$1/mtd$n" \
				"/dev/mtd$n" || return 1
		else
			peek "$n" 0 "$size" "$1/mtd$n" || return 1
		fi
		echo "$1/mtd$n $size" >>"$1/sizes"
	done <"$1/all"
	stat -c '%n %s' "$1"/mtd* | sort >"$1/found"
	sort "$1/sizes" | cmp - "$1/found"
}

# sum_of N: one line that changes when any byte of mtdN does
sum_of()
{
	peek "$1" 0 "$(size_of "$1")" /tmp/sum_of || return 1
	md5sum </tmp/sum_of
	rm -f /tmp/sum_of
}

# read_only NAME: sysfs says so, as of a partition that the kernel protects
read_only()
{
	echo 0x800 >/run/flags
	mount --bind /run/flags "/sys/class/mtd/mtd$(mtd_of "$1")/flags"
}

# add_slots N: what tests/cli/on-mtd.bash needs, at the end of mtdN
add_slots()
{
	local end

	end=$(size_of "$1")
	mtdpart add "/dev/mtd$1" slot-b $((end - 0x40000)) 0x20000
	mtdpart add "/dev/mtd$1" slot-a $((end - 0x20000)) 0x20000
	mtdpart add "/dev/mtd$1" fixed $((end - 0x50000)) 0x10000
	read_only fixed
}

# parameter NAME: a number on the kernel's command line
parameter()
{
	sed -n "s/.*flashmap_$1=\([0-9]*\).*/\1/p" /proc/cmdline | grep .
}

# say MESSAGE...: why a test fails; returns 1
say()
{
	echo "# $*"
	return 1
}

# expect STATUS COMMAND...: stdout in /tmp/out, stderr in /tmp/err
expect()
{
	local want got

	want=$1
	shift
	got=0
	"$@" >/tmp/out 2>/tmp/err || got=$?
	[ "$got" = "$want" ] && return 0
	head -n 20 /tmp/out /tmp/err
	say "exit status $got, not $want: $*"
}

# one_line FILE: exactly one line, not empty
one_line()
{
	if [ "$(wc -l <"$1")" != 1 ] || ! grep -q . "$1"; then
		cat "$1"
		say "not one line: $1"
	fi
}

# holds FILE N OFFSET: mtdN has the file's bytes at an offset
holds()
{
	peek "$2" "$3" "$(stat -c %s "$1")" /tmp/holds || return 1
	cmp "$1" /tmp/holds || say "mtd$2 at $3 is not $1"
}

# erased N OFFSET LENGTH
erased()
{
	peek "$1" "$2" "$3" /tmp/erased || return 1
	tr -d '\377' </tmp/erased | cmp -s - /dev/null ||
		say "mtd$1 at $2: $3 bytes are not erased"
}

# begin, change N OFFSET FILE, end: all MTDs, and what shall be different
begin()
{
	dump_all /tmp/before
}

change()
{
	dd if="$3" of="/tmp/before/mtd$1" bs=64k seek="$2" oflag=seek_bytes \
		conv=notrunc 2>/dev/null
}

# blank COUNT: a file of that many erased bytes, in /tmp/blank
blank()
{
	head -c "$1" /dev/zero | tr '\0' '\377' >/tmp/blank
}

end()
{
	dump_all /tmp/after
	guest compare
	rm -rf /tmp/before /tmp/after
}

# What mtdinfo and /proc/mtd say of mtdN, as one JSON array a line
mtdinfo_line()
{
	mtdinfo "/dev/mtd$1" | sed -n '
		s/"/\\"/g
		s/^Name: *\(.*\)/"\1",/p
		s/^Eraseblock size: *\([0-9]*\) .*/\1,/p
		s/^Amount of erase.*: *\([0-9]*\) .*/\1,/p
		s/^Minimum input.*: *\([0-9]*\) .*/\1,/p' | tr -d '\n'
	echo "$(size_of "$1"),\"mtd$1\""
}

list_is_what_mtdinfo_says()
{
	expect 0 flashmap --json list
	[ ! -s /tmp/err ]
	# An area of no size has no sectors.
	jq -r '[.areas[] | select(.mtd)] |
		sort_by(.mtd | ltrimstr("mtd") | tonumber)[] |
		[.label, if .size == 0 then 65536 else .erase_size end, .sectors,
		.write_size, .size, .mtd] | tostring | .[1:-1]' /tmp/out \
		>/tmp/list
	sed -n 's/^mtd\([0-9]*\):.*/\1/p' /proc/mtd >/tmp/numbers
	while read -r n; do
		mtdinfo_line "$n"
	done </tmp/numbers >/tmp/wanted
	[ "$(wc -l </tmp/wanted)" = "$(grep -c ^mtd /proc/mtd)" ]
	diff /tmp/wanted /tmp/list
	jq -e 'all(.areas[]; .read_only == false and
		.driver == (.mtd != null))' /tmp/out
}

list_merges_no_chips()
{
	expect 0 flashmap --json list
	# The rest are partitions of the tree whose driver is not loaded.
	jq '.areas |= map(select(.mtd))' /tmp/out >/tmp/mtds
	jq -e '([.areas[].chip] | unique | length) == (.areas | length)' \
		/tmp/mtds
	jq -e '[.areas[].chip] - [.chips[].name] == []' /tmp/mtds
	jq -e '([.areas[].id] | unique | length) == (.areas | length)' \
		/tmp/out
}

# Where the live tree is out of sight: under strace, reading it would be most of
# the time, and it says nothing of offsets that sysfs does not. No function: the
# shell's own trace would be a part of what a command says.
hide='[ ! -e /sys/firmware/devicetree ] ||
	mount -t tmpfs none /sys/firmware/devicetree && exec "$@"'

# list_without_tree: in JSON, in /tmp/list
list_without_tree()
{
	unshare -m sh -c "$hide" sh flashmap --json list >/tmp/list
}

# watch STATUS COMMAND...: what it asks of the kernel, in /tmp/trace
watch()
{
	local want=$1

	shift
	expect "$want" unshare -m sh -c "$hide" sh \
		strace -f -y -o /tmp/trace "$@"
}

# trace STEP...: system calls in /tmp/trace; the steps must succeed. The write
# to descriptor -1 of "mark" says where in the trace a step begins.
trace()
{
	watch 0 guest step "$@"
}

# between A B: the calls between two marks, in /tmp/calls
between()
{
	sed -n "/write(-1, \"$1\"/,/write(-1, \"$2\"/p" /tmp/trace |
		grep -vF 'write(-1, ' >/tmp/calls || true
	cat /tmp/calls
	grep -q "write(-1, \"$2\"" /tmp/trace
}

# calls COUNT PATTERN: so many of the calls match
calls()
{
	[ "$(grep -cE "$2" /tmp/calls)" = "$1" ] ||
		say "not $1 calls that match $2"
}

# contract BOARD PROGRAM [ARGUMENT...]: its rows are all there and pass
contract()
{
	local board program status count

	board=$1 program=contract-$2
	shift 2
	status=0
	"$program" "$@" >/tmp/rows 2>/tmp/errors || status=$?
	cat /tmp/rows /tmp/errors
	count=$(grep -cE '^(not )?ok ' /tmp/rows || true)
	if [ "$count" = 0 ] || ! grep -qx "1\.\.$count" /tmp/rows; then
		say "$program did not come to its end"
		return 1
	fi
	[ "$status" = 0 ] || say "$(grep -A 1 '^not ok' /tmp/rows |
		head -n 2 | tr '\n' ' ')" || return 1
	sed -n "s/^# /figure: $program on $board: /p" /tmp/rows
	echo "figure: $program on $board: $count rows," \
		"$(grep -c '# SKIP' /tmp/rows || true) skipped"
}

# load_flash COUNT: the SPI-NOR chips of a board, which are so many MTDs
load_flash()
{
	modprobe ofpart && modprobe spi-nor && modprobe spi-aspeed-smc ||
		return 1
	# Where udev loads the driver meanwhile, modprobe does not wait for it.
	for _ in $(seq 20); do
		[ "$(grep -c ^mtd /proc/mtd)" != "$1" ] || return 0
		sleep 1
	done
	return 1
}

# load_nandsim: three partitions, two bad blocks, bytes all over
load_nandsim()
{
	modprobe nandsim id_bytes=0x20,0xa2,0x00,0x15 parts=0x80,0x80 \
		badblocks=5,200
}

fill_nandsim()
{
	local i n

	for i in 0 1 2; do
		n=$(mtd_of "NAND simulator partition $i") || return 1
		tail -c +"$((i + 1))000001" /t/fill | head -c 6000000 >/tmp/fill
		nandwrite -q -p "/dev/mtd$n" /tmp/fill || return 1
		nandwrite -q -p -s 0x900000 "/dev/mtd$n" /tmp/fill || return 1
	done
	rm /tmp/fill
}

# add_block2mtd DEVICE ERASESIZE LABEL
add_block2mtd()
{
	modprobe block2mtd &&
	echo "$1,$2,$3" >/sys/module/block2mtd/parameters/block2mtd
}

# begin_writing LABEL OPTION...: a writer that has got 1 MiB, and waits for more
begin_writing()
{
	mkfifo /tmp/data
	(head -c 1048576 /t/fill && exec sleep 500) >/tmp/data &
	holder=$!
	flashmap write "$@" - </tmp/data >/tmp/writer.log 2>&1 &
	writer=$!
	for _ in $(seq 600); do
		! grep OFDLCK /proc/locks || return 0
		sleep 0.1
	done
	cat /tmp/writer.log
	say 'the first writer has locked nothing'
}

# end_writing: no more comes
end_writing()
{
	kill "$holder"
	wait "$writer" || say "$(tail -n 1 /tmp/writer.log)"
	rm /tmp/data
}

# settle N: wait until nothing in the background changes mtdN
settle()
{
	local last now

	last=
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		sync
		now=$(sum_of "$1") || return 1
		[ "$now" != "$last" ] || return 0
		last=$now
		sleep 0.3
	done
	say "mtd$1 does not settle"
}

# give_back: nobody uses an MTD after it
give_back()
{
	local dir ubi module

	for dir in /mnt '/mnt dir'; do
		if grep -qF " $(echo "$dir" | sed 's/ /\\040/g') " \
			/proc/self/mounts; then
			umount "$dir" || return 1
		fi
	done
	swapoff -a
	for ubi in /sys/class/ubi/ubi*/mtd_num; do
		[ ! -e "$ubi" ] || ubidetach -p "/dev/mtd$(cat "$ubi")" ||
			return 1
	done
	for module in mtdoops mtdblock jffs2 ubi; do
		if grep -q "^$module " /proc/modules; then
			rmmod "$module" || return 1
		fi
	done
}

# remove_mtds: no MTD is left
remove_mtds()
{
	local module

	give_back || return 1
	for module in block2mtd nandsim mtdram spi_aspeed_smc; do
		if grep -q "^$module " /proc/modules; then
			rmmod "$module" || return 1
		fi
	done
	[ "$(wc -l </proc/mtd)" = 1 ]
}

# record DIRECTORY: what the library looks at, as a root of its own
record()
{
	local link dir name

	rm -rf "$1"
	mkdir -p "$1/proc" "$1/dev" "$1/sys/class/mtd" "$1/sys/firmware"
	cp /proc/mtd "$1/proc/mtd"
	cp -r /sys/firmware/devicetree "$1/sys/firmware/devicetree"
	for link in /sys/class/mtd/mtd*; do
		cp -P "$link" "$1/sys/class/mtd/"
		dir=$(readlink -f "$link")
		mkdir -p "$1$dir"
		for name in "$dir"/*; do
			if [ -L "$name" ]; then
				cp -P "$name" "$1$dir/"
			elif [ -f "$name" ] && [ -r "$name" ]; then
				cat "$name" >"$1$name" 2>/dev/null || true
			fi
		done
	done
}
