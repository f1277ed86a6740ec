# SPDX-License-Identifier: BSD-2-Clause
# Sourced by the tests of this folder.
# shellcheck shell=sh

. "${top_srcdir:?}/tests/abi/tap.sh"

# Used by what sources this: the pages of functions.
# shellcheck disable=SC2034
pages=$(echo "$top_srcdir"/man/*.3)

# Not scratch(): the folder of those tests may not be there.
work=$(mktemp -d "${top_builddir:?}/tests/man/work.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM

# header_path HEADER: the file of a header, as it is included
header_path() {
	for folder in "$top_srcdir/include" "$top_builddir/include" \
		"$top_srcdir/include/compat"; do
		if [ -f "$folder/$1" ]; then
			echo "$folder/$1"
			return
		fi
	done
}

# declarations: the functions of the headers, as headers.awk tells them
declarations() {
	for header in $(headers); do
		awk -v header="${header#compat/}" \
			-f "$top_srcdir/tests/man/headers.awk" \
			"$(header_path "$header")"
	done
}

# described: what the pages have, as pages.awk tells it
described() {
	for page in $pages; do
		awk -v page="$(basename "$page" .3)" \
			-f "$top_srcdir/tests/man/pages.awk" "$page"
	done
}
