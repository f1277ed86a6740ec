#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What refuses to begin a test of blocks. The test itself needs an MTD.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	simulator
}

needs_libmtd() {
	[[ ${with_libmtd-yes} == yes ]] || skip "built without libmtd"
}

@test "torture without --yes, or built without libmtd, exit 2" {
	local reason="torture image-1 needs --yes: all its data will be lost"

	if [[ ${with_libmtd-yes} == no ]]; then
		reason="torture: built without libmtd"
		flashmap torture image-1 --yes
		fails_with 2 "$reason"
	fi
	flashmap torture image-1
	fails_with 2 "$reason"
	flashmap torture image-1 --force
	fails_with 2 "$reason"
	unchanged
}

@test "torture: a simulated chip, exit 2" {
	needs_libmtd
	flashmap torture image-1 --yes
	fails_with 2 "cannot torture image-1: it is simulated"
	unchanged
}

@test "torture: an MTD of another root, exit 2" {
	needs_libmtd
	recorded
	mtd 0 data
	pattern 65536 >"$root/dev/mtd0"
	flashmap torture data --yes
	fails_with 2 "needs an MTD of the running system"
	pattern 65536 | cmp - "$root/dev/mtd0"
}

@test "torture: an unknown area, exit 2" {
	flashmap torture nowhere --yes
	fails_with 2 "no area nowhere"
}
