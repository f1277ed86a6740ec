# SPDX-License-Identifier: BSD-2-Clause
# Sourced by the machine-NAME.sh of the boards: Debian's armhf kernel, and
# programs for it, on the boards with SPI-NOR flash that QEMU has.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

board_modules=(ofpart spi-nor spi-aspeed-smc nandsim mtdblock)
board_programs=(usr/sbin/{flash_erase,flash_lock,flash_unlock,mtd_debug,mtdinfo}
	usr/sbin/{mtdpart,nanddump,nandwrite} usr/bin/{jq,strace})
board_packages=(bash bats busybox-static jq libc6 libfdt-dev libfdt1 libgcc-s1 libjq1
	libjson-c-dev libjson-c5 libmd-dev libmd0 libmtd-dev libonig5 libtinfo6
	mtd-utils strace)

image_size=300000
small_size=5000

install_programs()
{
	local name

	install "$tools/bin/busybox" "$root/bin/busybox" || return 1
	for name in "${board_programs[@]}"; do
		install "$tools/$name" "$root/bin/" &&
			install_libraries_of "$tools/$name" || return 1
	done
	install "$armhf/build/flashmap" \
		"$armhf"/build/tests/kernel/{guest,differential} \
		"${contract_programs[@]/#/$armhf/build/tests/contract/}" \
		"$root/bin/"
}

install_files()
{
	cp "$work/image" "$work/small" "$work/fill" "$root/t/"
}

# flash_file NAME SIZE FILLED: what a chip holds before the guest starts, and a
# copy that is made what it shall hold at the end. After the first FILLED bytes
# come zeros, which need no room here and show an erase as well.
flash_file()
{
	local file=$work/$1.bin

	(echo "flash $1" && seq 1 9000000) | head -c "$3" >"$file"
	[ "$(stat -c %s "$file")" = "$3" ] && truncate -s "$2" "$file" &&
	cp --sparse=always "$file" "$work/$1.expected"
}

# board_prepare_tree DTB: programs and files for the guest; the device tree is
# left in $work/dtb
board_prepare_tree()
{
	need_programs qemu-system-arm arm-linux-gnueabihf-gcc busybox cpio \
		dpkg apt-get fdtput readelf make
	[ -e "$build_dir/Makefile" ] || skip "$build_dir is not configured"
	use_packages_of armhf
	kernel=$(kernel_directory linux-image-armmp 'linux-image-*-armmp_*') ||
		skip "cannot get Debian's armhf kernel package"
	tools=$(package_directory armhf-tools "${board_packages[@]}") ||
		skip "cannot get Debian's armhf packages"
	release=$(basename "$kernel"/boot/vmlinuz-*)
	release=${release#vmlinuz-}
	armhf=$build_dir/tests/kernel/armhf
	"$source_dir/build-armhf" "$build_dir" "$tools" "$armhf" \
		>"$work/build.log" 2>&1 || {
		tail -n 40 "$work/build.log" >&2
		fail "cannot build for armhf"
	}
	head -c $image_size /dev/urandom >"$work/image"
	pattern small $small_size >"$work/small"
	pattern fill 10000000 >"$work/fill"
	cp "$kernel/usr/lib/linux-image-$release/$1" "$work/dtb"
}

# make_table NODE: an empty table of partitions
make_table()
{
	fdtput -c "$work/dtb" "$1" &&
	fdtput -t s "$work/dtb" "$1" compatible fixed-partitions &&
	fdtput "$work/dtb" "$1" '#address-cells' 1 &&
	fdtput "$work/dtb" "$1" '#size-cells' 1
}

# add_partition NODE LABEL OFFSET SIZE
add_partition()
{
	fdtput -c "$work/dtb" "$1" &&
	fdtput -t s "$work/dtb" "$1" label "$2" &&
	fdtput "$work/dtb" "$1" reg "$3" "$4"
}

board_make_initramfs()
{
	make_initramfs "${board_modules[@]}"
}

# board_prepare DTB: all but the flash files
board_prepare()
{
	board_prepare_tree "$1" && board_make_initramfs
}

# board_command PHASE,... CONSOLE RESULTS QEMU-OPTION...: what boots a board, in
# the array "command". Behind the phases, more of the guest's command line may
# stand. CONSOLE is on QEMU's first serial port, and goes to $console_log; the
# options say which other port has the RESULTS.
# Without vmalloc= the SPI driver cannot map its window.
board_command()
{
	local phases=$1 console=$2 results=$3

	shift 3
	command=(qemu-system-arm -accel "$accel"
		-display none -monitor none -no-reboot -net none
		-kernel "$kernel/boot/vmlinuz-$release" -dtb "$work/dtb"
		-initrd "$work/initramfs"
		-append "console=$console panic=-1 loglevel=7 vmalloc=768M \
flashmap_results=$results flashmap_phases=$phases $(differential_options)"
		-chardev "file,id=console,append=on,path=$console_log"
		-serial chardev:console "$@")
}

# board_boot PHASE,... CONSOLE RESULTS QEMU-OPTION...: see board_command()
board_boot()
{
	console_log=$work/console.log
	board_command "$@"
	timeout -k 10 "$timeout" "${command[@]}" </dev/null 2>"$work/qemu.log"
}

# compare_flash NAME: a chip's file with what it shall hold
compare_flash()
{
	compare "$1_flash_is_as_expected" "$work/$1.expected" "$work/$1.bin"
}
