# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# The devices of the phase before, used by somebody.
. /t/guest-lib.sh

setup()
{
	[ -n "$(mtd_of 'ram disk')" ]
}
