# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091,SC2154
# The rules of udev/ on two SPI-NOR chips, of which one has partitions of the
# same labels as the other. Nothing is written to them.
. /t/phase-udev.sh

setup()
{
	[ ! -e /proc/mtd ] || remove_mtds
	start_udev
	load_flash 6
	cat >"$base" <<-'EOF'
	by-chip/bmc/kernel /dev/mtd2
	by-chip/bmc/rofs /dev/mtd3
	by-chip/bmc/rwfs /dev/mtd4
	by-chip/bmc/u-boot /dev/mtd0
	by-chip/bmc/u-boot-env /dev/mtd1
	by-chip/pnor/pnor /dev/mtd5
	by-label/kernel /dev/mtd2
	by-label/pnor /dev/mtd5
	by-label/rofs /dev/mtd3
	by-label/rwfs /dev/mtd4
	by-label/u-boot /dev/mtd0
	by-label/u-boot-env /dev/mtd1
	EOF
}

test_udev_nor_links_by_chip()
{
	links_are <"$base"
}

test_udev_nor_rules_are_understood()
{
	log_is_clean
}

# chips_of_flashmap: what links by chip there were, if it made them
chips_of_flashmap()
{
	expect 0 flashmap --json list
	jq -r '.areas[] | "by-chip/\(.chip)/\(.label) /dev/\(.mtd)"' /tmp/out |
		sort
}

test_udev_nor_chips_are_those_of_flashmap()
{
	chips_of_flashmap >/tmp/list
	grep by-chip "$base" | diff - /tmp/list
}

test_udev_nor_chips_without_a_tree()
{
	mount -t tmpfs none /sys/firmware/devicetree
	udevadm trigger --settle --subsystem-match=mtd
	chips_of_flashmap >/tmp/list
	sed 's/-chip.bmc/-chip\/spi0.0/; s/-chip.pnor/-chip\/spi1.0/' "$base" |
		links_are
	links | grep by-chip | diff /tmp/list -
	umount /sys/firmware/devicetree
	udevadm trigger --settle --subsystem-match=mtd
	links_are <"$base"
}

test_udev_nor_chip_tells_two_of_one_label_apart()
{
	mtdpart add /dev/mtd5 kernel 0 0x100000
	(grep -v by-label/kernel "$base" &&
		echo by-chip/pnor/kernel /dev/mtd6) | links_are
	mtdpart add /dev/mtd5 kernel 0x100000 0x100000
	grep -v by-label/kernel "$base" | links_are
	mtdpart del /dev/mtd5 7
	mtdpart del /dev/mtd5 6
	links_are <"$base"
}

test_udev_nor_groups()
{
	nodes | sed -n 's/^\/dev\/mtd[0-9]* //p' | sort -u >/tmp/nodes
	echo 'root flash 640' | diff - /tmp/nodes
	mtdpart add /dev/mtd5 slot0 0 0x100000
	node 6 root flash-update 660
	mtdpart del /dev/mtd5 6
}

test_udev_nor_links_come_again_with_the_driver()
{
	links_are <"$base"
	remove_mtds
	links_are </dev/null
	load_flash 6
	links_are <"$base"
}

test_udev_nor_links_go_with_the_device()
{
	stop_udev
	log_is_clean
}
