# SPDX-License-Identifier: BSD-2-Clause
# Sourced by scripts that need Debian's packages for other machines: unpacked
# into folders of a cache. This machine's packages, and what its package
# manager knows, stay as they are.
# shellcheck shell=bash
#
# FLASHMAP_KERNEL_CACHE    where kernels and packages are kept

cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/libflashmap-kernel
cache=${FLASHMAP_KERNEL_CACHE:-$cache}

# What apt-get and apt-cache are told; see use_packages_of().
apt_options=(-q -o APT::Sandbox::User=root)

# use_packages_of ARCHITECTURE: from lists of its own; this machine's packages
# stay as they are
use_packages_of()
{
	local lists=$cache/$1-lists lock

	apt_options+=(-o "APT::Architecture=$1" -o "APT::Architectures=$1"
		-o "Dir::State::Lists=$lists" -o Dir::State::status=/dev/null
		-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
	mkdir -p "$lists/partial" || return 1
	# The tests of kernels and of other machines may come at the same time.
	exec {lock}>"$lists.lock" && flock "$lock" || return 1
	update_lists "$lists"
	exec {lock}>&-
}

# update_lists FOLDER: once a day
update_lists()
{
	local lists=$1

	if [ -n "$(find "$lists.stamp" -mtime -1 2>/dev/null)" ]; then
		return 0
	fi
	# Where one of several suites cannot be had, the others do.
	apt-get "${apt_options[@]}" update >&2
	if [ -n "$(find "$lists" -name '*_Packages*')" ]; then
		touch "$lists.stamp"
	fi
}

# unpack_packages DIRECTORY PACKAGE...: all of them in this one
unpack_packages()
{
	local dir=$1 new

	shift
	[ ! -d "$dir" ] || return 0
	mkdir -p "$cache" || return 1
	new=$(mktemp -d "$cache/new.XXXXXX") || return 1
	if ! (cd "$new" && apt-get "${apt_options[@]}" download "$@" >&2 &&
		mkdir x && printf '%s\0' ./*.deb |
		xargs -0 -I '{}' dpkg -x '{}' x) ||
		! mv -T "$new/x" "$dir"; then
		rm -rf "$new"
		[ -d "$dir" ] || return 1
	fi
	rm -rf "$new"
}

# newest PATTERN: the newest directory of the cache, on stdout
newest()
{
	find "$cache" -maxdepth 1 -name "$1" 2>/dev/null | sort -V |
		tail -n 1 | grep .
}

# package_directory NAME PACKAGE...: a directory with all of them unpacked, on
# stdout; without package lists the newest that was fetched before
package_directory()
{
	local name=$1 versions dir

	shift
	versions=$(apt-cache "${apt_options[@]}" show --no-all-versions "$@" \
		2>/dev/null | sed -n -e 's/^Package: //p' -e 's/^Version: //p')
	if [ "$(echo "$versions" | wc -l)" != $((2 * $#)) ]; then
		newest "$name-*"
		return
	fi
	dir=$cache/$name-$(echo "$versions" | md5sum | head -c 12)
	unpack_packages "$dir" "$@" && echo "$dir"
}
