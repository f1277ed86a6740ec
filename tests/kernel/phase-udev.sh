# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# The rules of udev/ in Debian's udev, with MTDs that come and go. Nothing here
# asks the library.
. /t/guest-lib.sh

# What links there are with nothing but setup()'s MTDs.
base=/tmp/base

# start_udev: with the groups and the users that rules and tests name
start_udev()
{
	tar -C / -xf /t/udev.tar
	cat >/etc/group <<-'EOF'
	root:x:0:
	flash:x:101:looker
	flash-update:x:102:updater
	EOF
	sed -n 's/.*GROUP="\([a-z]*\)".*/\1/p' /lib/udev/rules.d/* | sort -u |
		awk '{ print $1 ":x:" 200 + NR ":" }' >>/etc/group
	echo 'looker:x:1001:1001::/:/bin/sh' >>/etc/passwd
	echo 'updater:x:1002:1002::/:/bin/sh' >>/etc/passwd
	SYSTEMD_LOG_TARGET=console /lib/systemd/systemd-udevd \
		>/tmp/udevd.log 2>&1 &
	for _ in $(seq 300); do
		! udevadm control --ping || break
		sleep 0.1
	done
	udevadm control --ping
}

# links: all in /dev/flash, each with its node
links()
{
	find /dev/flash -type l | sort | while read -r link; do
		printf '%s %s\n' "${link#/dev/flash/}" "$(readlink -f "$link")"
	done
}

# links_are: exactly those of stdin. A rule may have made an event of its own
# just as udev was idle: so it is waited for more than once.
links_are()
{
	sort >/tmp/wanted
	for _ in $(seq 20); do
		udevadm settle
		links | sort >/tmp/links
		! cmp -s /tmp/wanted /tmp/links || return 0
		sleep 0.1
	done
	say "$(diff /tmp/wanted /tmp/links | grep '^[-+][^-+]' | tr '\n' ' ')"
}

# stop_udev: nothing that it has made is left
stop_udev()
{
	remove_mtds
	links_are </dev/null
	udevadm settle
	[ ! -e /dev/flash ]
	udevadm control --exit
}

# add LABEL BLOCKS: one more partition, behind all others; its number is in n
add()
{
	[ -e /tmp/next ] || echo 0 >/tmp/next
	mtdpart add /dev/mtd0 "$1" $(($(cat /tmp/next) * 65536)) \
		$(($2 * 65536))
	echo $(($(cat /tmp/next) + $2)) >/tmp/next
	n=$(sed -n 's/^mtd\([0-9]*\):.*/\1/p' /proc/mtd | tail -n 1)
}

# delete N
delete()
{
	mtdpart del /dev/mtd0 "$1"
}

# called LABEL LINK: the link of a new partition with this label
called()
{
	add "$1" 1
	(cat "$base" && printf 'by-label/%s /dev/mtd%s\n' "$2" "$n") | links_are
	delete "$n"
	links_are <"$base"
}

# nodes: who may do what with each node
nodes()
{
	udevadm settle
	stat -c '%n %U %G %a' /dev/mtd* | sort
}

# node N OWNER GROUP MODE
node()
{
	for _ in $(seq 20); do
		udevadm settle
		[ "$(stat -c '%U %G %a' "/dev/mtd$1")" != "$2 $3 $4" ] ||
			return 0
		sleep 0.1
	done
	say "mtd$1 is $(stat -c '%U %G %a' "/dev/mtd$1"), not $2 $3 $4"
}

# log_is_clean: not a word of udev's about what is tested here
log_is_clean()
{
	! grep -nE 'flash|mtd' /tmp/udevd.log | tee /tmp/complaints |
		grep . || say "$(head -n 1 /tmp/complaints)"
}


setup()
{
	modprobe mtd
	remove_mtds
	start_udev
	modprobe mtdram total_size=8192 erase_size=64
	add boot 4
	add slot0 4
	add slot1 4
	modprobe mtdblock
	cat >"$base" <<-'EOF'
	by-label/boot /dev/mtd1
	by-label/mtdram\x20test\x20device /dev/mtd0
	by-label/slot0 /dev/mtd2
	by-label/slot1 /dev/mtd3
	EOF
}

# Also: no MTD here has a chip, mtdNro and mtdblockN have no link.
test_udev_links_by_label()
{
	[ -c /dev/mtd3ro ] && [ -b /dev/mtdblock3 ]
	links_are <"$base"
}

test_udev_rules_are_understood()
{
	udevadm control --reload
	udevadm test /sys/class/mtd/mtd1 >/tmp/out 2>&1
	! grep -nE 'flash-(links|groups).rules:[0-9]+ .*(nvalid|nknown|gnor|ailed)' \
		/tmp/out || say 'udev complains of a rule'
	grep -q '60-flash-links' /tmp/out
	grep -q '70-flash-groups' /tmp/out
	log_is_clean
}

test_udev_link_with_a_space()
{
	called 'boot loader' 'boot\x20loader'
}

# Neither a folder nor a way out of this one.
test_udev_link_with_slashes()
{
	called '../../sda' '\x2e.\x2f..\x2fsda'
}

test_udev_link_with_dots_alone()
{
	called .. '\x2e.'
}

test_udev_link_with_control_characters()
{
	called "$(printf 'a\tb\033c')" 'a\x09b\x1bc'
}

# Two lines of its name in sysfs.
test_udev_link_with_a_newline()
{
	called "$(printf 'slot0\nboot')" 'slot0\x0aboot'
}

# What another label's link would be, were a backslash kept.
test_udev_link_with_a_backslash()
{
	called 'boot\x20loader' 'boot\x5cx20loader'
}

test_udev_link_with_bytes_above_ascii()
{
	called "$(printf '\303\244')" '\xc3\xa4'
}

test_udev_link_of_what_a_shell_would_run()
{
	# shellcheck disable=SC2016 # nobody shall expand it
	called '$(reboot);"`reboot`%k' \
		'\x24\x28reboot\x29\x3b\x22\x60reboot\x60\x25k'
}

test_udev_two_with_one_label_have_none()
{
	add slot1 1
	grep -v slot1 "$base" | links_are
	delete "$n"
	links_are <"$base"
}

# The other way round: the first one goes.
test_udev_second_of_two_has_the_link_later()
{
	add twin 1
	first=$n
	add twin 1
	links_are <"$base"
	delete "$first"
	(cat "$base" && echo "by-label/twin /dev/mtd$n") | links_are
	delete "$n"
	links_are <"$base"
}

test_udev_number_is_given_to_another()
{
	add first 1
	first=$n
	(cat "$base" && echo "by-label/first /dev/mtd$first") | links_are
	delete "$first"
	add second 1
	[ "$n" = "$first" ]
	(cat "$base" && echo "by-label/second /dev/mtd$n") | links_are
	delete "$n"
	links_are <"$base"
}

test_udev_trigger_changes_nothing()
{
	nodes >/tmp/nodes
	udevadm trigger --settle --subsystem-match=mtd --action=change
	links_are <"$base"
	udevadm trigger --settle --subsystem-match=mtd --action=add
	links_are <"$base"
	nodes | diff /tmp/nodes -
}

test_udev_groups()
{
	cat >/tmp/wanted <<-'EOF'
	/dev/mtd0 root flash 640
	/dev/mtd0ro root flash 640
	/dev/mtd1 root flash 640
	/dev/mtd1ro root flash 640
	/dev/mtd2 root flash-update 660
	/dev/mtd2ro root flash 640
	/dev/mtd3 root flash-update 660
	/dev/mtd3ro root flash 640
	/dev/mtdblock0 root root 600
	/dev/mtdblock1 root root 600
	/dev/mtdblock2 root root 600
	/dev/mtdblock3 root root 600
	EOF
	nodes | diff /tmp/wanted -
}

# A label like a slot's is none.
test_udev_no_group_for_a_similar_label()
{
	add 'slot0 ' 1
	node "$n" root flash 640
	delete "$n"
	links_are <"$base"
}

test_udev_no_group_for_two_slots_of_one_label()
{
	add slot0 1
	node 2 root flash 640
	node "$n" root flash 640
	delete "$n"
	node 2 root flash-update 660
	links_are <"$base"
}

test_udev_who_looks_only_reads()
{
	expect 0 su looker -c 'head -c 16 /dev/mtd1'
	expect 0 su looker -c 'head -c 16 /dev/mtd2ro'
	expect 1 su looker -c 'true >/dev/mtd1'
	expect 1 su looker -c 'true >/dev/mtd2'
}

test_udev_who_updates_writes_slots_alone()
{
	expect 0 su updater -c 'mtd_debug erase /dev/mtd2 0 65536'
	expect 1 su updater -c 'true >/dev/mtd1'
	expect 1 su updater -c 'true >/dev/mtd0'
	expect 1 su updater -c 'true >/dev/mtdblock2'
}

test_udev_links_go_with_the_device()
{
	stop_udev
	log_is_clean
}
