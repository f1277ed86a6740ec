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

# add_block2mtd DEVICE ERASESIZE LABEL
add_block2mtd()
{
	modprobe block2mtd &&
	echo "$1,$2,$3" >/sys/module/block2mtd/parameters/block2mtd
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
	for module in block2mtd nandsim mtdram; do
		if grep -q "^$module " /proc/modules; then
			rmmod "$module" || return 1
		fi
	done
	[ "$(wc -l </proc/mtd)" = 1 ]
}
