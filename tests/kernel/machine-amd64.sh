# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run. Debian's amd64 kernel with mtdram, nandsim and block2mtd.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

# shellcheck source=tests/kernel/udev-lib.sh
. "$source_dir/udev-lib.sh"

# "utility" to "inuse" go on with the MTDs of "devices"
machine_phases='nomtd nodevice devices nand utility calls inuse renumber disk
	ecc badblocks counts differential contract udev commands'

modules=(mtd bch nandcore nand nandsim mtdram block2mtd brd loop mtd_blkdevs
	mtdblock mtdoops ubi jffs2 squashfs ext4 crc32c_generic virtio_pci virtio_blk)
programs=(bash flash_erase flash_lock mtdinfo mtd_debug nanddump nandwrite mtdpart ubiattach
	ubidetach ubiformat strace jq)

disk_size=8388608
image_size=300000
small_size=5000

# the real program behind a libtool wrapper script
built()
{
	local libs

	libs=$(dirname "$1")/.libs/$(basename "$1")
	if [ -x "$libs" ]; then
		echo "$libs"
	else
		echo "$1"
	fi
}

# install a program and the libraries that ldd names
install_program()
{
	local library

	install -D "$1" "$root$2" || return 1
	ldd "$1" 2>/dev/null | sed -n 's/^[^/]*\(\/[^ ]*\) (.*/\1/p' |
		while read -r library; do
			case $library in
			"$build_dir"/*) install -D "$library" \
				"$root/lib/$(basename "$library")" ;;
			*) install -D "$library" "$root$library" ;;
			esac || exit 1
		done
}

install_programs()
{
	local name path

	install "$(command -v busybox)" "$root/bin/busybox" || return 1
	for name in "${programs[@]}"; do
		path=$(command -v "$name") || skip "no $name on this machine"
		install_program "$path" "/bin/$name" || return 1
	done
	LD_LIBRARY_PATH=$build_dir/.libs:$build_dir/lib/.libs
	export LD_LIBRARY_PATH
	install_program "$(built "$build_dir/flashmap")" \
		/bin/flashmap || return 1
	install_program "$(built "$build_dir/tests/kernel/guest")" \
		/bin/guest || return 1
	install_program "$(built "$build_dir/tests/kernel/differential")" \
		/bin/differential || return 1
	for name in "${contract_programs[@]}"; do
		install_program "$(built "$build_dir/tests/contract/$name")" \
			"/bin/$name" || return 1
	done
	unset LD_LIBRARY_PATH
}

install_files()
{
	cp "$work/image" "$work/small" "$work/fill" "$work"/squashfs-[12] \
		"$work/udev.tar" "$root/t/" &&
	install_bats / &&
	# A simulated chip like the MTD of phase-contract.sh.
	sed 's/erase-block-size = <0x1000>/erase-block-size = <0x10000>/
		s/label = "chip";/& flashmap,type = "ram";/' \
		"$source_dir/../contract/board.dts" |
		dtc -q -I dts -O dtb -o "$root/t/contract.dtb"
}

# make_squashfs NAME: with one file, which tells the name; a number of 64 KiB
make_squashfs()
{
	rm -rf "$work/tree" "$work/squashfs-$1" &&
	mkdir "$work/tree" &&
	echo "squashfs $1" >"$work/tree/file" &&
	pattern "squashfs $1" 300000 >"$work/tree/more" &&
	mksquashfs "$work/tree" "$work/squashfs-$1" -noI -noD -noF -noX \
		-no-progress -quiet >"$work/mksquashfs.log" &&
	truncate -s $((5 * 65536)) "$work/squashfs-$1"
}

machine_prepare()
{
	local program

	for program in "$build_dir/flashmap" \
		"$build_dir"/tests/kernel/{guest,differential} \
		"${contract_programs[@]/#/$build_dir/tests/contract/}"; do
		[ -e "$program" ] || skip "$program is not built"
	done
	need_programs qemu-system-x86_64 busybox cpio dpkg apt-get bats jq \
		dtc mksquashfs readelf
	[ "$(dpkg --print-architecture)" = amd64 ] ||
		skip "the guest needs programs for amd64"
	kernel=$(kernel_directory linux-image-amd64 'linux-image-*-amd64_*') ||
		skip "cannot get Debian's kernel package"
	release=$(basename "$kernel"/boot/vmlinuz-*)
	release=${release#vmlinuz-}

	pattern image $image_size >"$work/image"
	pattern small $small_size >"$work/small"
	pattern fill 10000000 >"$work/fill"
	pattern disk $disk_size >"$work/disk"
	if ! make_squashfs 1 || ! make_squashfs 2; then
		fail "cannot make a squashfs"
	fi
	pack_udev amd64 || fail "cannot pack udev"
	make_initramfs "${modules[@]}"
}

# machine_boot PHASE,... [OPTION of QEMU]...
machine_boot()
{
	timeout -k 10 "$timeout" qemu-system-x86_64 -accel "$accel" -m 1024 \
		-display none -monitor none -no-reboot -nodefaults \
		-kernel "$kernel/boot/vmlinuz-$release" \
		-initrd "$work/initramfs" \
		-append "console=ttyS0 panic=-1 loglevel=7 \
flashmap_results=ttyS1 flashmap_phases=$1 $(differential_options)" \
		-serial "file:$work/console.log" \
		-serial "file:$work/guest.log" \
		-drive "file=$work/disk,format=raw,if=virtio" \
		"${@:2}" </dev/null
}

# what phase-disk.sh shall have done, and nothing else
judge_disk()
{
	local expected=$work/expected

	pattern disk "$disk_size" >"$expected"
	# test_disk_write: five sectors of "slot 0" from 0x100000
	put "$expected" - $((5 * 65536)) $((0x100000))
	put "$expected" "$work/image" "$image_size" $((0x100000))
	# test_disk_library_write, test_disk_erase: in "slot 1" from 0x300000
	put "$expected" - 65536 $((0x350000))
	put "$expected" "$work/small" "$small_size" $((0x350064))
	put "$expected" - 65536 $((0x4f0000))
	# test_disk_last_sector
	put "$expected" - 65536 $((0x7f0000))
	put "$expected" "$work/small" "$small_size" $((0x7fec78))
	compare disk_on_the_host_is_as_expected "$expected" "$work/disk"
}

# machine_judge PHASE,...: what the guest cannot
machine_judge()
{
	case ,$1, in
	*,disk,*) judge_disk ;;
	esac
}
