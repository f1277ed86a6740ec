# SPDX-License-Identifier: BSD-2-Clause
# An image as imgtool makes it, with nothing from the agent that is tested.
# shellcheck shell=sh

# byte NUMBER, le16 NUMBER, le32 NUMBER: in little-endian order
byte() {
	# shellcheck disable=SC2059 # an octal escape is the format
	printf "\\$(printf %03o "$(($1))")"
}

le16() {
	byte "$(($1 & 255))"
	byte "$(($1 >> 8 & 255))"
}

le32() {
	le16 "$(($1 & 65535))"
	le16 "$(($1 >> 16 & 65535))"
}

# header PAYLOAD_SIZE [PROTECTED_SIZE]: 512 bytes of version 1.2.3+4, with
# $flags
header() {
	printf '\075\270\363\226'
	le32 0
	le16 512
	le16 "${2-0}"
	le32 "$1"
	le32 "${flags-0}"
	byte 1
	byte 2
	le16 3
	le32 4
	head -c 484 /dev/zero
}

# hash FILE: the record of its SHA-256
hash() {
	le16 0x10
	le16 32
	for pair in $(sha256sum "$1" | cut -c 1-64 | fold -w 2); do
		byte "0x$pair"
	done
}

# image FILE PAYLOAD: a whole image
image() {
	{
		header "$(wc -c <"$2")"
		cat "$2"
	} >"$1"
	{
		le16 0x6907
		le16 40
		hash "$1"
	} >"$1.records"
	cat "$1.records" >>"$1"
	rm "$1.records"
}
