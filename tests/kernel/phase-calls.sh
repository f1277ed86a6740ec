# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# What the library asks of the kernel, as strace sees it.
. /t/guest-lib.sh

setup()
{
	[ -n "$(mtd_of 'ram disk')" ]
	# A page and a half-page of bytes
	head -c 4096 /t/image >/tmp/pages
	head -c 65536 /t/image >/tmp/sector
}

test_one_pread_a_sector()
{
	trace 'area=mtdram test device' read=0,65536 mark=A \
		read=65536,65536 mark=B read=1,2 mark=C
	between A B
	calls 1 ''
	calls 1 '^[0-9]+ +pread64\(.*mtd0.*, 65536, 65536\) = 65536$'
	between B C
	calls 1 ''
	calls 1 'pread64\(.*, 2, 1\) = 2$'
}

test_one_pread_a_sector_of_a_long_read()
{
	trace 'area=small-sectors' read=0,1 mark=A read=0,16384 mark=B
	between A B
	calls 4 ''
	calls 4 'pread64\(.*, 4096, '
}

test_one_pwrite_a_sector()
{
	trace 'area=ram disk' write=0,/tmp/sector mark=A \
		write=65536,/tmp/sector mark=B
	between 'write begins' 'write ends'
	between A B
	sed '1,/write begins/d' /tmp/trace >/tmp/rest
	sed -n '/write(-1, "A"/,$p' /tmp/trace |
		sed -n '/write begins/,/write ends/p' |
		grep -vF 'write(-1, ' >/tmp/calls
	calls 1 ''
	calls 1 'pwrite64\(.*, 65536, 65536\) = 65536$'
}

test_one_ioctl_a_sector()
{
	trace 'area=ram disk' erase=0,65536 mark=A erase=0x40000,0x40000 \
		mark=B
	between A B
	calls 4 'MEMERASE64'
	calls 0 'MEMERASE,'
	for start in 0x40000 0x50000 0x60000 0x70000; do
		calls 1 "MEMERASE64, \\{start=$start, length=0x10000\\}\\) = 0"
	done
}

test_read_only_until_the_first_write()
{
	trace mark=0 'area=mtdram test device' mark=1 read=0,1 mark=2 \
		read=5,100 mark=3 write=4096,/tmp/pages mark=4 \
		write=8192,/tmp/pages erase=0x10000,0x10000 mark=5
	# Opening an area touches no device.
	between 0 1
	calls 0 'openat\(.*/dev/mtd'
	between 1 2
	calls 1 'openat\(.*/dev/mtd'
	calls 1 'openat\(.*/dev/mtd0", O_RDONLY[^)]*O_CLOEXEC'
	between 2 3
	calls 0 'openat\('
	between 3 4
	calls 1 'openat\(.*/dev/mtd'
	calls 1 'openat\(.*/dev/mtd0", O_RDWR[^)]*O_CLOEXEC'
	between 4 5
	calls 0 'openat\(.*/dev/mtd'
}

test_files_are_closed_on_exec()
{
	trace 'area=NAND simulator partition 0' read=0,1 write=0x40000,/dev/null
	[ "$(grep -cE 'openat\(' /tmp/trace)" -gt 3 ]
	! grep -E 'openat\(.*(sys|proc|dev)/' /tmp/trace | grep -v O_CLOEXEC ||
		say 'a descriptor that a child would inherit'
}

test_refused_before_the_device_is_asked()
{
	watch 1 guest step \
		'area=mtdram test device' read=0,1 write=0,/tmp/pages mark=A \
		read=1,-1 read=0x800000,1 write=0x7fffff,/tmp/pages \
		erase=0x8000,0x10000 erase=0,0x8000 erase=-65536,65536 mark=B
	[ "$(grep -c EINVAL /tmp/out)" = 6 ]
	between A B
	calls 0 'pread|pwrite|ioctl\(.*mtd|/dev/mtd'
}

test_nothing_is_printed()
{
	expect 1 guest step 'area=mtdram test device' read=0,1 \
		erase=0x8000,0x10000 write=0x7fffff,/tmp/pages
	[ ! -s /tmp/err ]
	[ "$(wc -l </tmp/out)" = 4 ]
}
