# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash
# Runs in the guest, as a phase of tests/kernel/init. Each tool begins with a
# new chip, and each of its cases with what the case before has left.
# shellcheck source=bench/writer-settings.sh
. /t/writer-settings.sh

# Not the shell's own one, which is slow.
cmp='/bin/cmp -s'

tracing=/sys/kernel/tracing
calls=$tracing/events/raw_syscalls/sys_enter/trigger
histogram='hist:keys=id'
of_tools='if comm == "flashmap" || comm == "flash_erase" ||
	comm == "nandwrite" || comm == "nanddump" || comm == "flashcp" ||
	comm == "mtd_debug" || comm == "cmp"'

# The chip's driver is asked, and not the tools: each function is one operation.
setup()
{
	mount -t tracefs tracefs $tracing
	modprobe virtio_pci
	modprobe virtio_blk
	modprobe nand
	for function in nand_erase_op nand_prog_page_begin_op nand_prog_page_op \
		nand_read_page_op; do
		echo "p:$function $function" >>$tracing/kprobe_events
	done
	echo 1 >$tracing/events/kprobes/enable
	number=0
	for image in first byte percent all; do
		dd if=/dev/vda of=/tmp/$image bs=$block_size count=$blocks \
			skip=$((number * blocks))
		number=$((number + 1))
	done
	# The kernel gathers random numbers for a second when json-c first asks.
	flashmap --json list >/tmp/result
}

# hits FUNCTION...: how often the driver did it since the guest started
hits()
{
	for function in "$@"; do
		awk -v name="$function" '$1 == name { print $2 }' \
			$tracing/kprobe_profile
	done | awk '{ sum += $1 } END { print sum }'
}

centiseconds()
{
	sed 's/^\([0-9]*\)\.\([0-9]*\) .*/\1\2/' /proc/uptime
}

# holds IMAGE BLOCKS: so many blocks of the MTD are the image, byte for byte
holds()
{
	dd if=/dev/mtd0 of=/tmp/held bs=$block_size count="$2"
	$cmp "$1" /tmp/held
	rm /tmp/held
}

# measure TOOL CASE IMAGE: as update_TOOL IMAGE does it
measure()
{
	erases=$(hits nand_erase_op)
	programmed=$(hits nand_prog_page_begin_op nand_prog_page_op)
	read=$(hits nand_read_page_op)
	echo "$histogram $of_tools" >"$calls"
	time=$(centiseconds)
	"update_$1" "$3"
	time=$(($(centiseconds) - time))
	called=$(sed -n 's/^ *Hits: //p' "${calls%trigger}hist")
	echo "!$histogram $of_tools" >"$calls"
	erases=$(($(hits nand_erase_op) - erases))
	programmed=$(($(hits nand_prog_page_begin_op nand_prog_page_op) -
		programmed))
	read=$(($(hits nand_read_page_op) - read))
	holds "$3" $blocks
	case $1 in
	flashmap*)
		[ "$(counted erased) $(counted programmed)" = \
			"$erases $programmed" ] ||
			say "flashmap counts otherwise: $(cat /tmp/result)"
		;;
	esac
	echo "figure: $1 $2 $erases $programmed $read $called $time"
}

# measure_all TOOL
measure_all()
{
	# shellcheck disable=SC2086 # one argument each
	modprobe nandsim $chip $delays parts=$partition
	measure "$1" blank /tmp/first
	measure "$1" same /tmp/first
	measure "$1" byte /tmp/byte
	measure "$1" percent /tmp/percent
	measure "$1" all /tmp/all
	rmmod nandsim
}

###############################################################################
# The tools, each in the way that reads back what it wrote
###############################################################################

# counted NAME: what flashmap says of itself in its JSON
counted()
{
	sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" /tmp/result
}

update_flashmap()
{
	flashmap --json write mtd0 "$1" >/tmp/result
}

update_flashmap_full()
{
	flashmap --json write --full mtd0 "$1" >/tmp/result
}

update_nandwrite()
{
	flash_erase -q /dev/mtd0 0 $blocks
	nandwrite -q -p /dev/mtd0 "$1"
	nanddump -q --omitoob -l $image_size /dev/mtd0 | $cmp - "$1"
}

update_flashcp()
{
	flashcp "$1" /dev/mtd0
}

update_mtd_debug()
{
	mtd_debug erase /dev/mtd0 0 $image_size
	mtd_debug write /dev/mtd0 0 $image_size "$1"
	mtd_debug read /dev/mtd0 0 $image_size /tmp/read
	$cmp "$1" /tmp/read
	rm /tmp/read
}

test_flashmap()
{
	measure_all flashmap
}

test_flashmap_full()
{
	measure_all flashmap_full
}

test_nandwrite()
{
	measure_all nandwrite
}

test_flashcp()
{
	measure_all flashcp
}

test_mtd_debug()
{
	measure_all mtd_debug
}

###############################################################################
# Memory
###############################################################################

# memory NAME COMMAND...: what it has resident and on its heap. The heap is
# counted by a library of the C library's, which is there when it is idle too.
memory()
{
	name=$1
	shift
	peak-memory /tmp/resident env MEMUSAGE_NO_TIMER=1 \
		LD_PRELOAD=/lib/memory-usage.so "$@" 2>/tmp/usage
	heap=$(sed -n 's/.*heap peak: \([0-9]*\).*/\1/p' /tmp/usage)
	[ -n "$heap" ]
	echo "figure: memory $name $(cat /tmp/resident) $heap"
}

# make_whole IMAGE...: an image as large as the chip
make_whole()
{
	cat "$@" >/tmp/whole
	truncate -s $whole_size /tmp/whole
}

test_memory()
{
	# shellcheck disable=SC2086 # one argument each
	modprobe nandsim $chip
	memory idle flashmap --version
	make_whole first all first all first all
	memory file flashmap -q write mtd0 /tmp/whole
	holds /tmp/whole $((whole_size / block_size))
	make_whole all first all first all first
	memory stdin flashmap -q write mtd0 - </tmp/whole
	holds /tmp/whole $((whole_size / block_size))
	rmmod nandsim
}
