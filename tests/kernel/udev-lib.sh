# SPDX-License-Identifier: BSD-2-Clause
# Sourced by the machine-NAME.sh that run phase-udev*.sh: Debian's udev for the
# guest, with its own rules and those of udev/.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

udev_packages=(libacl1 libblkid1 libc6 libcap2 libkmod2 liblzma5 libpcre2-8-0
	libselinux1 libssl3 libzstd1 udev)

# pack_udev ARCHITECTURE: leaves $work/udev.tar, which the phase unpacks; no
# other phase has any of it
pack_udev()
{
	local tools root=$work/udev rules=$source_dir/../../udev

	tools=$(package_directory "$1-udev" "${udev_packages[@]}") ||
		skip "cannot get Debian's udev for $1"
	rm -rf "$root"
	mkdir -p "$root"/{bin,lib/systemd,lib/udev,etc/udev/rules.d} &&
	cp "$tools/bin/udevadm" "$root/bin/" &&
	install_libraries_of "$tools/bin/udevadm" &&
	ln -s /bin/udevadm "$root/lib/systemd/systemd-udevd" &&
	cp -r "$tools/lib/udev/rules.d" "$tools/lib/udev/mtd_probe" \
		"$rules/flash-names" "$root/lib/udev/" &&
	cp "$rules"/*.rules "$root/etc/udev/rules.d/" &&
	tar -C "$root" -cf "$work/udev.tar" .
}
