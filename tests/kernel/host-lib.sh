# SPDX-License-Identifier: BSD-2-Clause
# Sourced on the host: kernels, initramfs, judging. What one machine is and
# has to do is in machine-NAME.sh.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

cli_dir=$source_dir/../cli

contract_programs=(contract-flash-map contract-sectors contract-sha256
	contract-flash contract-backend contract-bootutil)

# shellcheck source=scripts/packages.sh
. "$source_dir/../../scripts/packages.sh"

skip()
{
	echo "SKIP: kernel: $machine: $*" >&2
	exit 77
}

fail()
{
	echo "kernel: ${machine:+$machine: }$*" >&2
	exit 1
}

need_programs()
{
	local program

	for program in "$@"; do
		command -v "$program" >/dev/null ||
			skip "no $program on this machine"
	done
}

# 1 to 16 MiB of bytes that are the same on every run
pattern()
{
	seq -f "$1 %09.0f" 1 1500000 | head -c "$2"
}

# kernel_directory METAPACKAGE PATTERN: the directory with the unpacked kernel
# package, on stdout; without package lists the newest that was fetched before
kernel_directory()
{
	local package version dir

	package=$(apt-cache "${apt_options[@]}" depends "$1" 2>/dev/null |
		sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
	if [ -z "$package" ]; then
		newest "$2"
		return
	fi
	version=$(apt-cache "${apt_options[@]}" show --no-all-versions \
		"$package" | sed -n 's/^Version: //p')
	dir=$cache/${package}_$version
	unpack_packages "$dir" "$package" && echo "$dir"
}

###############################################################################
# The initramfs
###############################################################################

# install_module NAME: a module and what it depends on
install_module()
{
	local file name depends

	name=$1
	[ ! -e "$module_dir/$name.ko" ] || return 0
	file=$(find "$kernel/lib/modules" "$kernel/usr/lib/modules" \
		\( -name "$name.ko" -o -name "$name.ko.xz" \) 2>/dev/null |
		head -n 1)
	if [ -z "$file" ]; then
		grep -qsE "/${name//[-_]/[-_]}\.ko\$" \
			"$kernel"/lib/modules/*/modules.builtin \
			"$kernel"/usr/lib/modules/*/modules.builtin && return
		echo "kernel: no module $name" >&2
		return 1
	fi
	case $file in
	*.xz) xz -dc "$file" >"$module_dir/$name.ko" ;;
	*) cp "$file" "$module_dir/$name.ko" ;;
	esac || return 1
	depends=$(tr '\0' '\n' <"$module_dir/$name.ko" |
		sed -n 's/^depends=//p' | tr ',' ' ')
	for name in $depends; do
		install_module "$name" || return 1
	done
}

# install_library NAME: of the unpacked packages in $tools
install_library()
{
	local file

	[ ! -e "$root/lib/$1" ] || return 0
	file=$(find "$tools"/lib "$tools"/usr/lib -name "$1" | head -n 1)
	[ -n "$file" ] || return 1
	install -D "$file" "$root/lib/$1" && install_libraries_of "$file"
}

# install_libraries_of FILE
install_libraries_of()
{
	local name

	for name in $(readelf -d "$1" |
		sed -n 's/.*(NEEDED).*\[\(.*\)\]$/\1/p'); do
		install_library "$name" || return 1
	done
}

# make_initramfs MODULE...: with what the machine's install_programs() and
# install_files() put into $root
make_initramfs()
{
	local name

	root=$work/root
	module_dir=$root/lib/modules/$release/kernel
	rm -rf "$root"
	mkdir -p "$module_dir" "$root"/{bin,sbin,proc,sys,dev,tmp,run,mnt,etc,t} ||
		return 1
	install_programs || return 1
	for name in "$@"; do
		install_module "$name" || skip "the kernel package lacks $name"
	done
	busybox depmod -b "$root" "$release" || return 1
	cp "$source_dir"/phase-*.sh "$source_dir/guest-lib.sh" "$root/t/" &&
	install_files &&
	install "$source_dir/init" "$root/init" || return 1
	(cd "$root" && find . | cpio -o -H newc --quiet -R 0:0) \
		>"$work/initramfs"
}

# install_bats DIRECTORY: bats below this one, and what phase-commands.sh needs
install_bats()
{
	mkdir -p "$root"/usr/{bin,lib,libexec} "$root/t/cli" &&
	cp "$1/usr/bin/bats" "$root/usr/bin/" &&
	cp -r "$1/usr/lib/bats-core" "$root/usr/lib/" &&
	cp -r "$1/usr/libexec/bats-core" "$root/usr/libexec/" &&
	ln -s /bin/busybox "$root/usr/bin/env" &&
	ln -s /usr/bin/bats "$root/bin/bats" &&
	cp "$source_dir/bats.awk" "$root/t/" &&
	cp "$cli_dir"/{commands.bats,helper.bash,on-mtd.bash} "$root/t/cli/" &&
	dtc -q -@ -I dts -O dtb -o "$root/t/commands.dtb" "$cli_dir/commands.dts"
}

# for phase-differential.sh, on the kernel's command line
differential_options()
{
	echo "flashmap_seed=$seed flashmap_operations=$operations"
}

###############################################################################
# Judging
###############################################################################

# one "name" a line: what must report for the phases that ran
expected_names()
{
	local phase file tag

	for phase in ${1//,/ }; do
		sed -n "s/^GUEST_TEST($phase, \([a-z0-9_]*\))\$/\1/p" \
			"$source_dir"/guest-*.c
		sed -n 's/^test_\([a-z0-9_]*\)()$/\1/p' \
			"$source_dir/phase-$phase.sh"
		file=$(sed -n 's/^bats_file=//p' "$source_dir/phase-$phase.sh")
		tag=$(sed -n 's/^bats_tag=//p' "$source_dir/phase-$phase.sh")
		[ -z "$file" ] || awk -v "file=$file" -v "tag=$tag" \
			-f "$source_dir/bats.awk" "$cli_dir/$file.bats"
	done
}

# result ok|FAILED NAME [REASON]
result()
{
	if [ "$1" = ok ]; then
		passed=$((passed + 1))
		echo "ok $machine $2"
	else
		failed=$((failed + 1))
		echo "FAILED $machine $2: ${3:-no reason given}"
	fi
}

# each expected name must have reported exactly once, and well
judge_guest()
{
	local log=$work/results name lines reason

	tr -d '\r' <"$work/guest.log" | grep -a '^GUEST ' >"$log"
	expected_names "$1" | sort >"$work/names"
	while read -r name; do
		lines=$(grep -acE "^GUEST (ok|FAIL) $name(:|\$)" "$log")
		reason=$(sed -n "s/^GUEST FAIL $name: //p" "$log")
		if [ "$lines" = 0 ]; then
			result FAILED "$name" 'it did not report'
		elif [ "$lines" != 1 ] || [ -n "$reason" ] ||
			! grep -qx "GUEST ok $name" "$log"; then
			result FAILED "$name" "${reason:-it reported $lines times}"
		else
			result ok "$name"
		fi
	done <"$work/names"
	sed -n "s/^GUEST figure /$machine /p" "$log"

	reason=$(uniq -d "$work/names" | tr '\n' ' ')
	[ -z "$reason" ] || result FAILED names_are_unique "$reason"
	sed -nE 's/^GUEST (ok|FAIL) ([^:]*).*/\2/p' "$log" | sort -u |
		comm -23 - <(sort -u "$work/names") >"$work/unknown"
	while read -r name; do
		result FAILED "$name" "$(sed -n "s/^GUEST FAIL $name: //p" \
			"$log" | head -n 1)"
	done <"$work/unknown"
	if tail -n 1 "$log" | grep -qx 'GUEST end 0'; then
		result ok guest_reached_its_end
	else
		result FAILED guest_reached_its_end \
			"no end marker or a tainted kernel: $(tail -n 1 "$log")"
	fi
}

judge_console()
{
	local bad

	bad=$(grep -am 1 -e 'BUG:' -e 'WARNING:' -e 'Oops' -e 'Call Trace' \
		-e 'Kernel panic' -e 'UBSAN' -e 'general protection' \
		-e 'blocked for more than' -e 'refcount_t' -e 'Out of memory' \
		"$work/console.log" | tr -cd '[:print:]')
	if [ -z "$bad" ] && grep -aq 'Linux version' "$work/console.log"; then
		result ok kernel_log_is_clean
	else
		result FAILED kernel_log_is_clean "${bad:-the log is empty}"
	fi
}

# put EXPECTED FILE COUNT OFFSET: COUNT bytes of a file ("-": 0xff) into what a
# flash file shall hold
put()
{
	if [ "$2" = - ]; then
		head -c "$3" /dev/zero | tr '\0' '\377'
	else
		head -c "$3" "$2"
	fi | dd of="$1" bs=4096 seek="$4" oflag=seek_bytes conv=notrunc \
		iflag=fullblock status=none
}

# compare NAME EXPECTED FILE: byte for byte
compare()
{
	local difference

	if difference=$(cmp "$2" "$3" 2>&1); then
		result ok "$1"
	else
		result FAILED "$1" "$difference"
	fi
}
