# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# Not a phase of the tests: tests/data/record-guests asks for it. What the
# library looks at on a board, as text on the port of the results.
. /t/guest-lib.sh

setup()
{
	modprobe ofpart && modprobe spi-nor && modprobe spi-aspeed-smc
}

test_recorded()
{
	port=$(sed -n 's/.*flashmap_results=\([^ ]*\).*/\1/p' /proc/cmdline)
	record /tmp/desk
	tar -C /tmp/desk -czf /tmp/desk.tgz proc sys
	base64 /tmp/desk.tgz | sed 's/^/RECORD /' >"/dev/$port"
}
