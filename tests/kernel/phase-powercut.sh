# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# A boot of machine-powercut.sh, which judges what the flash file holds: while
# the guest waits for its orders, and after it has killed QEMU.
. /t/guest-lib.sh

port=/dev/$(sed -n 's/.*flashmap_results=\([^ ]*\).*/\1/p' /proc/cmdline)

setup()
{
	load_flash 1
	stty -F "$port" -echo
}

test_powercut_rerun_completes()
{
	flashmap write slot "/t/image-$(parameter image)" --head-last \
		--erase-rest
}

test_powercut_next_update_is_as_ordered()
{
	echo completed >"$port"
	read -r order <"$port"
	[ "$order" = next ] || return 0
	next=$((3 - $(parameter image)))
	flashmap write slot /t/image-$next --head-last --erase-rest \
		--progress json 2>"$port"
	echo updated >"$port"
	# Power is cut before this ends.
	sleep 500
}
