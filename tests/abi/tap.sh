# SPDX-License-Identifier: BSD-2-Clause
# Sourced by the tests of this folder: test cases as TAP lines. The variables
# are those of AM_TESTS_ENVIRONMENT in Makefile.am.
# shellcheck shell=sh

set -u
# Sorted the same everywhere.
LC_ALL=C
export LC_ALL

: "${top_srcdir:?run by make check}" "${top_builddir:?run by make check}"
: "${with_shared:?}" "${with_static:?}" "${with_libfdt:?}" "${with_libmd:?}"
: "${with_environment:?}" "${pkgconfigdir:?}" "${libdir:?}" "${bindir:?}"

cases=0

# pass NAME
pass() {
	cases=$((cases + 1))
	echo "ok $cases - $1"
}

# fail NAME [EXPLANATION]
fail() {
	cases=$((cases + 1))
	echo "not ok $cases - $1"
	[ -z "${2-}" ] || printf '%s\n' "$2" | sed 's/^/# /'
}

# skip NAME REASON
skip() {
	cases=$((cases + 1))
	echo "ok $cases - $1 # SKIP $2"
}

# try NAME COMMAND...: passes if the command succeeds
try() {
	try_name=$1
	shift
	if try_output=$("$@" 2>&1); then
		pass "$try_name"
	else
		fail "$try_name" "$*
$try_output"
		return 1
	fi
}

# same NAME FILE FILE: passes if the files are equal
same() {
	try "$1" diff -u "$2" "$3"
}

# Has to be the last command: how many cases there were.
end() {
	echo "1..$cases"
}

# scratch: a folder that goes with the test, in $work
scratch() {
	work=$(mktemp -d "$top_builddir/tests/work.XXXXXX") || exit 99
	trap 'rm -rf "$work"' EXIT
	trap 'exit 99' HUP INT TERM
}

# headers: the public headers, as they are included
headers() {
	for folder in "$top_srcdir/include" "$top_builddir/include"; do
		(cd "$folder" && find . -name '*.h')
	done | sed 's|^\./||' | sort -u
}

# dependencies: what the archive needs, as libtool knows it
dependencies() {
	sed -n "s/^dependency_libs='\(.*\)'/\1/p" "$top_builddir/libflashmap.la"
}

# install_into ROOT: what make install installs, below this folder. The jobs of
# the make above are not ours to use.
install_into() {
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL \
		"$MAKE" -C "$top_builddir" install DESTDIR="$1"
}
