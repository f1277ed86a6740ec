# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run: the machines and C libraries that there are tests for, and
# what they are built with.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

all_targets='amd64 armhf s390x musl'
# What the library is linked with.
libraries=(libfdt-dev libmd-dev)

# Each target_NAME leaves in $root what the library is built with, where that is
# not this machine's own, and sets
#   cc, cxx          the compilers
#   triplet          the folder of libraries below /usr/lib
#   links            how clients are linked
# and some of these:
configure=()		# what configure is told
make_flags=()		# what make is told
runner=			# what runs a program that this machine does not
pkg_config_path=	# where pkg-config looks after $root
look_at_headers=	# whether it is judged which headers clients see
judge_sizes=		# whether the library may not be larger than its bounds

target_amd64()
{
	cc=(gcc) cxx=(g++)
	triplet=x86_64-linux-gnu
	links='shared static'
	need_programs gcc g++
	pkg_config_path=:$(pkg-config --variable=pc_path pkg-config)
	look_at_headers=yes
}

# target_debian ARCHITECTURE TRIPLET QEMU
target_debian()
{
	local packages

	cc=("$2-gcc") cxx=("$2-g++")
	triplet=$2
	runner=$3
	need_programs apt-get dpkg "${cc[@]}" "${cxx[@]}" "$runner"
	use_packages_of "$1"
	packages=$(package_directory "$1-libraries" "${libraries[@]}") ||
		skip "cannot get Debian's packages for $1"
	cp -a "$packages/." "$root" || return 1
	configure=(--host="$triplet")
	use_root
}

target_armhf()
{
	target_debian armhf arm-linux-gnueabihf qemu-arm || return 1
	judge_sizes=yes
}

target_s390x()
{
	target_debian s390x s390x-linux-gnu qemu-s390x
}

# The kernel's headers belong to no C library, and of what Debian's static
# libraries need here, there is nothing that only glibc has.
target_musl()
{
	local include=$root/usr/include file

	# The wrapper gives any compiler of GCC's musl's folders. There is no
	# libstdc++ for musl: clients are C++ that needs none.
	cc=(musl-gcc)
	cxx=(env REALGCC=g++ musl-gcc -fno-exceptions -fno-rtti)
	triplet=x86_64-linux-gnu
	need_programs musl-gcc g++ dpkg-query
	mkdir -p "$include" || return 1
	ln -s /usr/include/{linux,mtd,asm-generic} "$include" &&
		ln -s "/usr/include/$triplet/asm" "$include" || return 1
	for file in $(dpkg-query -L "${libraries[@]}" |
		grep -E '/include/.*\.h$|\.a$|\.pc$'); do
		mkdir -p "$root${file%/*}" && ln -s "$file" "$root$file" ||
			return 1
	done
	configure=(CC=musl-gcc)
	use_root
}

# use_root: builds with the static libraries in $root alone
use_root()
{
	local lib=$root/usr/lib/$triplet

	links=static
	configure+=(--disable-shared
		PKG_CONFIG_LIBDIR="$lib/pkgconfig"
		PKG_CONFIG_SYSROOT_DIR="$root"
		CPPFLAGS="-isystem $root/usr/include"
		LDFLAGS="-L$lib")
	make_flags=(LDFLAGS="-L$lib -all-static")
}
