# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run: cross compilers, and the libraries that the packages of
# Buildroot and Yocto bring, which are Debian's here.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

all_targets='glibc musl'
host=arm-linux-gnueabihf

# debian_packages_of PACKAGE: of Buildroot or of Yocto
debian_packages_of()
{
	case $1 in
	dtc) echo libfdt-dev libfdt1 ;;
	libmd) echo libmd-dev libmd0 ;;
	json-c) echo libjson-c-dev libjson-c5 ;;
	mtd | mtd-utils) echo libmtd-dev ;;
	systemd)
		echo libsystemd-dev libsystemd0 libcap2 libgcrypt20 liblz4-1 \
			liblzma5 libzstd1 libgpg-error0
		;;
	musl) echo musl musl-dev ;;
	*) return 1 ;;
	esac
}

# unpacked PACKAGE: the folder that has it, on stdout
unpacked()
{
	local names packages

	names=$(debian_packages_of "$1") || fail "what is $1 in Debian?"
	read -ra packages <<<"$names"
	# Either system has a name of its own for what has libmtd.
	package_directory "armhf-packaging-${1%-utils}" "${packages[@]}" ||
		skip "cannot get Debian's packages for armhf"
}

# stage STAGING PACKAGE...: what these bring, and nothing else
stage()
{
	local staging=$1 package from

	shift
	mkdir -p "$staging/usr/lib/$host"
	for package in "$@"; do
		from=$(unpacked "$package") || exit "$?"
		"stage_$target" "$staging" "$from" "$package" ||
			fail "cannot stage $package"
		[ "$system $package" != 'yocto dtc' ] || libfdt_pc "$staging"
	done
}

# libfdt_pc STAGING: Yocto's dtc is built with meson, which makes a .pc of it.
# That of Buildroot and Debian's have none.
libfdt_pc()
{
	mkdir -p "$1/usr/lib/pkgconfig" || return 1
	cat >"$1/usr/lib/pkgconfig/libfdt.pc" <<-END
		prefix=/usr
		libdir=\${prefix}/lib/$host
		includedir=\${prefix}/include

		Name: libfdt
		Description: Flat Device Tree manipulation
		Version: 1.6.1
		Libs: -L\${libdir} -lfdt
		Cflags: -I\${includedir}
	END
}

stage_glibc()
{
	cp -a "$2/usr" "$1" || return 1
	[ ! -d "$2/lib" ] || cp -a "$2/lib" "$1"
}

# Debian's libraries for armhf are linked with glibc. Static ones get what glibc's
# headers have put into them, and are made into shared ones for musl.
stage_musl()
{
	local archive name lib=$1/usr/lib/$host

	cp -a "$2/usr/include" "$1/usr" || return 1
	for archive in "$2/usr/lib/$host"/*.a; do
		name=$(basename "$archive" .a)
		cp "$archive" "$lib" &&
			"$host-ar" r "$lib/$name.a" "$scratch/fortify.o" ||
			return 1
		[ "$name" != libmtd ] || continue
		"$cc" -shared -Wl,-soname,"$(soname_of "$name")" \
			-Wl,--whole-archive "$lib/$name.a" \
			-Wl,--no-whole-archive \
			-o "$lib/$(soname_of "$name")" &&
			ln -s "$(soname_of "$name")" "$lib/$name.so" ||
			return 1
	done
	[ ! -d "$2/usr/lib/$host/pkgconfig" ] ||
		cp -a "$2/usr/lib/$host/pkgconfig" "$lib"
}

soname_of()
{
	case $1 in
	libfdt) echo libfdt.so.1 ;;
	libmd) echo libmd.so.0 ;;
	libjson-c) echo libjson-c.so.5 ;;
	esac
}

# target_NAME leaves $cc, what runs a program in $runner, and in $options what
# can be on.
target_glibc()
{
	cc=$host-gcc
	options='libfdt libmd environment utils json-c libmtd systemd bash-completion'
	runner=(qemu-arm -L "/usr/$host")
	runtime=/usr/$host/lib
}

# Not systemd: Buildroot has it with glibc alone, and Debian not for musl.
target_musl()
{
	local root=$scratch/musl from header

	from=$(unpacked musl) || exit "$?"
	cp -a "$from" "$root" &&
		ln -s "$root/lib/arm-linux-musleabihf/libc.so" \
			"$root/usr/lib/arm-linux-musleabihf/" || return 1
	# The kernel's headers belong to no C library.
	for header in linux mtd asm asm-generic; do
		ln -s "/usr/$host/include/$header" \
			"$root/usr/include/arm-linux-musleabihf/" || return 1
	done
	sed "s|/usr/[il][a-z]*/arm-linux-musleabihf|$root&|g" \
		"$from/usr/lib/arm-linux-musleabihf/musl-gcc.specs" \
		>"$scratch/specs"
	cc=$scratch/musl-gcc
	printf '#!/bin/sh\nexec %s "$@" -specs %s\n' "$host-gcc" \
		"$scratch/specs" >"$cc"
	chmod +x "$cc"
	"$cc" -Os -fPIC -c "$here/musl-fortify.c" -o "$scratch/fortify.o" ||
		return 1
	options='libfdt libmd environment utils json-c libmtd bash-completion'
	runner=(qemu-arm -L "$root")
	runtime=$root/lib
}
