# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run: what there has to be with the options that are on, which are
# given as arguments.
# shellcheck shell=bash disable=SC2154  # shared with run

# has NAME OPTION...: whether NAME is one of them
has()
{
	[[ " ${*:2} " == *" $1 "* ]]
}

# expected_target OPTION...: all files that a device has
expected_target()
{
	echo /usr/lib/libflashmap.so.0
	echo /usr/lib/libflashmap.so.0.0.0
	has utils "$@" || return 0
	echo /usr/bin/flashmap
	! has bash-completion "$@" ||
		echo /usr/share/bash-completion/completions/flashmap
}

# expected_packages OPTION...: "PACKAGE FILE" of the device's packages
expected_packages()
{
	local file

	while read -r file; do
		case $file in
		/usr/bin/*) echo "libflashmap-utils $file" ;;
		/usr/share/*) echo "libflashmap-bash-completion $file" ;;
		*) echo "libflashmap $file" ;;
		esac
	done < <(expected_target "$@")
}

# expected_needed FILE OPTION...: the libraries that it is linked with, but for
# the C library and the compiler's
expected_needed()
{
	local file=$1

	shift
	case $file in
	*/libflashmap.so.*)
		! has libfdt "$@" || echo libfdt.so.1
		! has libmd "$@" || echo libmd.so.0
		;;
	*/flashmap)
		echo libflashmap.so.0
		! has json-c "$@" || echo libjson-c.so.5
		! has systemd "$@" || echo libsystemd.so.0
		;;
	esac
}
