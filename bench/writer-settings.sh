# SPDX-License-Identifier: BSD-2-Clause
# Sourced by bench/writer and in its guest: the chip, the image, the cases.
# shellcheck shell=sh disable=SC2034  # used by those that source it

# A chip of 64 MiB, its first partition of so many blocks.
chip='id_bytes=0x20,0xa2,0x00,0x15'
block_size=131072
page_size=2048
partition=128

# 25 us to get a page, 200 us to program one, 2 ms to erase a block, and 25 ns to
# move a byte out of the chip or into it.
delays='do_delays=1 access_delay=25 programm_delay=200 erase_delay=2
	output_cycle=25 input_cycle=25'

blocks=100
image_size=$((blocks * block_size))

# For the memory: the whole chip, which has no delays then.
whole_size=67108864
memory_bound=2048
