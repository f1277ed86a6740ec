# SPDX-License-Identifier: BSD-2-Clause
# Sourced by the .tap files here: the chip that they are about.
# shellcheck shell=sh

set -u

# chip FILE: $work/chip.dtb of a .dts; all is skipped where that cannot be
chip() {
	if [ "${with_libfdt:?}" != yes ]; then
		printf '1..1\nok 1 - all of it # SKIP %s\n' \
			'built without libfdt'
		exit
	fi
	if [ -z "${DTC-}" ]; then
		printf '1..1\nok 1 - all of it # SKIP no dtc\n'
		exit
	fi
	work=$(mktemp -d "${top_builddir:?}/tests/examples/work.XXXXXX") ||
		exit 99
	trap 'rm -rf "$work"' EXIT
	trap 'exit 99' HUP INT TERM
	"$DTC" -q -I dts -O dtb -o "$work/chip.dtb" "$1" || exit 99
}
