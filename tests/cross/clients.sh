# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run: the programs that are built with what is installed.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with run

# What they use, as pkg-config calls it.
pc=libflashmap-zephyr

# Each is given a device tree and a file for the simulated chip, as arguments
# and in the environment, and has to end with 0. Where there is a judge_NAME, it
# looks at what is in the file afterwards.
clients=(tests/abi/area.c tests/abi/own-names.c)

# The programs of tests/contract, whose names are Zephyr's alone.
contract=tests/contract
contract_programs='backend bootutil flash flash-map own-map sectors sha256'
contract_chip=$((0x800000))

languages='c11 gnu11 c++17'
warnings=(-Wall -Wextra -Wpedantic -Werror)

# image-1 is written at 0x80010, and nothing else is
judge_area()
{
	local text="written by a program of a user's"

	[ "$(grep -abo "$text" "$1")" = "524304:$text" ] &&
		[ "$(tr -d '\377' <"$1" | wc -c)" = 33 ]
}

judge_own_names()
{
	judge_area "$1"
}

# pkg_config OPTION...: what it says of what is installed in $root
pkg_config()
{
	PKG_CONFIG_SYSROOT_DIR=$root \
	PKG_CONFIG_LIBDIR=$root/usr/lib/$triplet/pkgconfig$pkg_config_path \
		pkg-config "$@" "$pc"
}

# use_language STANDARD: sets $compiler and its $flags
use_language()
{
	case $1 in
	*++*) compiler=("${cxx[@]}" -x c++ -std="$1") ;;
	*) compiler=("${cc[@]}" -x c -std="$1") ;;
	esac
	flags=("${warnings[@]}" "${cflags[@]}")
}

# Objects that a program has beside the one of its source.
client_objects=()

# build_client LINK SOURCE PROGRAM
build_client()
{
	local libs static=()

	case $1 in
	shared) read -ra libs <<<"$(pkg_config --libs)" ;;
	static)
		static=(-static)
		read -ra libs <<<"$(pkg_config --static --libs)"
		;;
	esac
	"${compiler[@]}" "${flags[@]}" -c "$2" -o "$3.o" &&
		"${compiler[@]}" "${static[@]}" -x none "$3.o" \
			"${client_objects[@]}" -o "$3" "${libs[@]}"
}

# run_client PROGRAM CHIP
run_client()
{
	FLASHMAP_DTB=$scratch/demo.dtb FLASHMAP_SIM=$2 \
	LD_LIBRARY_PATH=$root/usr/lib/$triplet \
		timeout -k 10 120 ${runner:+"$runner"} "$1" \
		"$scratch/demo.dtb" "$2"
}

# client SOURCE: in all languages, linked in all ways
client()
{
	local name language link title
	local program=$scratch/program chip=$scratch/chip

	name=$(basename "$1" .c)
	for language in $languages; do
		use_language "$language"
		for link in $links; do
			title="$name, $language, $link"
			rm -f "$program" "$chip"
			try "$title: builds" \
				build_client "$link" "$1" "$program" || continue
			try "$title: runs" \
				run_client "$program" "$chip" || continue
			! declare -F "judge_${name//-/_}" >/dev/null ||
				try "$title: leaves what it has to" \
					"judge_${name//-/_}" "$chip"
		done
	done
}

# use_names 2.7|today: which include names of Zephyr's are used
use_names()
{
	[ "$1" = 2.7 ] || flags+=(-DZEPHYR_INCLUDES)
}

compile_contract()
{
	"${compiler[@]}" "${flags[@]}" -fsyntax-only "$top/$contract"/*.c
}

# build_contract LINK NAME PROGRAM
build_contract()
{
	local main=$scratch/contract-main.o

	# The libraries come last, behind both objects.
	local client_objects=("$main")

	"${compiler[@]}" "${flags[@]}" -c "$top/$contract/contract-main.c" \
		-o "$main" &&
		build_client "$1" "$top/$contract/contract-$2.c" "$3"
}

# run_contract PROGRAM CHIP: on a chip that was used before; all rows are run
run_contract()
{
	local status=0

	seq 1 2000000 | head -c "$contract_chip" >"$2"
	FLASHMAP_CONFIG=$scratch/contract.conf FLASHMAP_SIM=$2 \
	FLASHMAP_DTB=$scratch/contract.dtb \
	LD_LIBRARY_PATH=$root/usr/lib/$triplet \
		timeout -k 10 120 ${runner:+"$runner"} "$1" \
		sector=4096 "size=$contract_chip" >"$scratch/rows" || status=$?
	[ "$status" = 0 ] &&
		grep -qx "1\.\.$(grep -c '^ok ' "$scratch/rows")" \
			"$scratch/rows" && return
	cat "$scratch/rows"
	return 1
}

# What a boot loader does ends in the same bytes on every machine.
judge_bootutil()
{
	[ -e "$work/booted" ] || cp "$1" "$work/booted"
	cmp "$work/booted" "$1"
}

# contract_in LANGUAGE NAMES: linked in all ways, and run
contract_in()
{
	local name link title
	local program=$scratch/program chip=$scratch/chip

	use_language "$1"
	use_names "$2"
	for name in $contract_programs; do
		for link in $links; do
			title="contract-$name, $1, names of $2, $link"
			rm -f "$program" "$chip" "$chip".*
			try "$title: builds" \
				build_contract "$link" "$name" "$program" ||
				continue
			try "$title: has all its rows" \
				run_contract "$program" "$chip" || continue
			[ "$name" != bootutil ] ||
				try "$title: ends in the same bytes" \
					judge_bootutil "$chip"
		done
	done
}

# contract: compiled in every way, and run in two that have nothing in common
contract()
{
	local language names

	dtc -q -I dts -O dtb -o "$scratch/contract.dtb" \
		"$top/$contract/board.dts" || fail 'no device tree'
	printf 'area\t%s\tchip=chip\toffset=%d\tsize=%d\n' \
		mid-sector $((0x200800)) 12288 in-sector $((0x200400)) 2048 \
		>"$scratch/contract.conf"
	for language in $languages; do
		for names in 2.7 today; do
			use_language "$language"
			use_names "$names"
			try "contract, $language, names of $names: compiles" \
				compile_contract
		done
	done
	contract_in c11 2.7
	contract_in c++17 today
}

# folders_of COMPILER...: where it looks for headers of its own accord
folders_of()
{
	"$@" -E -v /dev/null 2>&1 >/dev/null </dev/null |
		sed -n '/^#include <\.\.\.>/,/^End of search/s/^ //p' |
		xargs -d '\n' realpath
}

# below FILE FOLDER...: whether it is in one of them
below()
{
	local file=$1 folder

	shift
	for folder in "$@"; do
		[[ $file != "$folder"/* ]] || return 0
	done
	return 1
}

# only_installed SOURCE: it sees no header but those of the C library and the
# compiler, its own, and those in the folders that pkg-config names
only_installed()
{
	local header flag seen=0 others=0 installed=() system

	for flag in "${flags[@]}"; do
		case $flag in
		-I*) installed+=("$(realpath "${flag#-I}")") ;;
		esac
	done
	mapfile -t system < <(folders_of "${compiler[@]}")
	if ! "${compiler[@]}" "${flags[@]}" -H -fsyntax-only "$1" \
		>"$scratch/H" 2>&1; then
		cat "$scratch/H"
		return 1
	fi
	while read -r header; do
		if below "$header" "$top" "$build"; then
			:
		elif below "$header" "${installed[@]}"; then
			seen=$((seen + 1))
			continue
		elif below "$header" "$scratch/client" "${system[@]}"; then
			continue
		fi
		echo "$header"
		others=$((others + 1))
	done < <(sed -n 's/^\.\.* //p' "$scratch/H" |
		xargs -d '\n' realpath | sort -u)
	# Otherwise this has looked at nothing.
	[ "$seen" != 0 ] || echo 'it sees no header that is installed'
	[ "$others" = 0 ] && [ "$seen" != 0 ]
}

# headers SOURCE: of a copy of its folder, so that that is not the source tree
headers()
{
	local name language names

	name=$(basename "$1" .c)
	rm -rf "$scratch/client"
	cp -r "$(dirname "$1")" "$scratch/client"
	for language in $languages; do
		for names in 2.7 today; do
			use_language "$language"
			use_names "$names"
			try "$name, $language, names of $names: sees headers that are installed" \
				only_installed "$scratch/client/$name.c"
		done
	done
}
