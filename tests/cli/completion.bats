#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What bash makes of a tabulator: asked of bash itself, interactive and without
# a terminal.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2012,SC2016,SC2030,SC2031,SC2086,SC2088,SC2154

load helper

# shell: what the interactive ones begin with. Their flashmap writes down what
# it was called with; the completion's look at the map is the true one's.
shell() {
	mkdir -p "$BATS_TEST_TMPDIR/bin"
	cat >"$BATS_TEST_TMPDIR/bin/flashmap" <<-END
		#!/usr/bin/env bash
		if [[ " \$* " == *" list --columns id,mtd,"* ]]; then
			printf '%q ' "\$@" "sim=\${FLASHMAP_SIM-}" \
				>>"$BATS_TEST_TMPDIR/looks"
			exec "$FLASHMAP" "\$@"
		fi
		printf '<%q>' "\$@" >"$BATS_TEST_TMPDIR/arguments"
	END
	chmod +x "$BATS_TEST_TMPDIR/bin/flashmap"
	cat >"$BATS_TEST_TMPDIR/rc" <<-END
		set -u
		unset HISTFILE
		PS1=
		bind 'set bell-style none'
		. "${top_srcdir:-$BATS_TEST_DIRNAME/../..}/completions/flashmap"
		recorded() {
			_flashmap "\$@" >"$BATS_TEST_TMPDIR/said" 2>&1
			printf '%s\n' "\${COMPREPLY[@]}" \
				>"$BATS_TEST_TMPDIR/replies"
		}
		complete -F recorded flashmap
	END
}

# keys TEXT: type that, where \t is a tabulator; printf knows the others
keys() {
	[[ -e $BATS_TEST_TMPDIR/rc ]] || shell
	rm -f "$BATS_TEST_TMPDIR"/{said,replies,arguments,looks}
	# shellcheck disable=SC2059
	printf "$1" | HOME=$BATS_TEST_TMPDIR INPUTRC=/dev/null TERM=dumb \
		PATH=$BATS_TEST_TMPDIR/bin:$PATH timeout 60 \
		bash --noprofile --rcfile "$BATS_TEST_TMPDIR/rc" -i \
		>"$BATS_TEST_TMPDIR/screen" 2>&1 || true
	output=$(cat "$BATS_TEST_TMPDIR/replies" 2>/dev/null || true)
	[[ ! -s $BATS_TEST_TMPDIR/said ]] ||
		show "should be silent: $(cat "$BATS_TEST_TMPDIR/said")"
}

# offers LINE REPLY...: at its end there are exactly these
offers() {
	local expected

	keys "$1"'\t\025'
	shift
	expected=$(printf '%s\n' "$@" | sort)
	[[ $(sort <<<"$output") == "$expected" ]] ||
		show "should be: $expected"
}

# gives KEYS ARGUMENT...: flashmap is called so
gives() {
	local expected

	keys "$1"'\n'
	shift
	expected=$(printf '<%q>' "$@")
	[[ $(cat "$BATS_TEST_TMPDIR/arguments") == "$expected" ]] ||
		show "should be: $expected" \
			"$(cat "$BATS_TEST_TMPDIR/arguments" \
				"$BATS_TEST_TMPDIR/screen")"
}

@test "commands are completed" {
	offers 'flashmap ' list info map dump health doctor read write copy \
		erase verify lock unlock badblocks torture header
	offers 'flashmap --quiet l' list lock
}

@test "before the command there are the options of every command" {
	offers 'flashmap -' --root --dtb --sim --config --json -q --quiet -v \
		--verbose -h --help --version
}

@test "after the command its own options come to those" {
	offers 'flashmap badblocks x -' --root --dtb --sim --config --json -q \
		--quiet -v --verbose -h --help --version --mark --yes --force
	offers 'flashmap write --no-' --no-verify --no-earlier-cut
	offers 'flashmap read --no-' ''
}

@test "an option's argument is no operand" {
	simulator
	gives 'flashmap --dtb map.dtb --sim ram write --offset 4K sto\t' \
		--dtb map.dtb --sim ram write --offset 4K storage
	gives 'flashmap --dtb map.dtb --sim ram read -o info sto\t' \
		--dtb map.dtb --sim ram read -o info storage
	gives 'flashmap --dtb map.dtb --sim ram read -qoinfo sto\t' \
		--dtb map.dtb --sim ram read -qoinfo storage
	gives 'flashmap --dt map.dtb --sim ram write --off 4K sto\t' \
		--dt map.dtb --sim ram write --off 4K storage
}

@test "words that are options' arguments are completed" {
	offers 'flashmap read --progress ' auto json none
	offers 'flashmap map --color ' auto always never
	gives 'flashmap read --progress=j\t' read --progress=json
	gives 'flashmap map --color al\t' map --color always
}

@test "numbers and hashes are not guessed" {
	cd "$BATS_TEST_TMPDIR"
	for option in --offset --length --sha256; do
		offers "flashmap write $option " ''
	done
	offers 'flashmap badblocks --mark ' ''
}

@test "columns are completed one by one, none twice" {
	offers 'flashmap list --columns ' id label chip offset size units \
		erase write sectors mtd type flags path in-use
	offers 'flashmap list --columns size,s' size,sectors
	gives 'flashmap list --columns id,la\t,ty\t' list --columns \
		id,label,type
	gives 'flashmap list --columns=id,la\t' list --columns=id,label
}

@test "--dtb is a .dtb or in a folder" {
	mkdir -p "$BATS_TEST_TMPDIR/files/two words"
	cd "$BATS_TEST_TMPDIR/files"
	touch a.dtb 'two words/b$.dtb' c.bin
	offers 'flashmap --dtb ' a.dtb 'two\ words/'
	gives 'flashmap --dtb t\tb\t list' --dtb 'two words/b$.dtb' list
	gives 'flashmap --dtb "t\tb\t list' --dtb 'two words/b$.dtb' list
	gives 'flashmap --dtb=t\tb\t list' '--dtb=two words/b$.dtb' list
}

@test "--root is a folder" {
	mkdir -p "$BATS_TEST_TMPDIR/files/board"
	cd "$BATS_TEST_TMPDIR/files"
	touch other
	offers 'flashmap --root ' board/
}

@test "--config, --output and --svg are files" {
	mkdir "$BATS_TEST_TMPDIR/files"
	cd "$BATS_TEST_TMPDIR/files"
	touch one 'two&'
	for option in "--config" "read -o" "read --output" "map --svg"; do
		offers "flashmap $option " one 'two\&'
	done
}

@test "--sim is a file or ram" {
	mkdir "$BATS_TEST_TMPDIR/files"
	cd "$BATS_TEST_TMPDIR/files"
	touch flash
	offers 'flashmap --sim ' flash ram
}

@test "the home directory stays a tilde" {
	touch "$BATS_TEST_TMPDIR/flash.dtb"
	offers 'flashmap --dtb ~/fl' '~/flash.dtb'
	gives 'flashmap --dtb ~/fl\t list' --dtb \
		"$BATS_TEST_TMPDIR/flash.dtb" list
}

@test "areas are completed by their labels" {
	simulator
	offers 'flashmap --dtb map.dtb --sim flash info ' mcuboot image-0 \
		image-1 image-scratch storage
	gives 'flashmap --sim=flash info --dtb=map.dtb st\t' --sim=flash info \
		--dtb=map.dtb storage
}

@test "a command without an area has none" {
	simulator
	offers 'flashmap --dtb map.dtb --sim flash list ' ''
	offers 'flashmap --dtb map.dtb --sim flash info mcuboot ' ''
}

@test "copy has two areas" {
	simulator
	gives 'flashmap --dtb map.dtb --sim flash copy mc\t st\t' \
		--dtb map.dtb --sim flash copy mcuboot storage
}

@test "write and verify have an area and a file" {
	simulator names 65536
	touch 'some data'
	for command in write verify; do
		gives "flashmap --dtb map.dtb --sim ram $command tw\\\\ w\t so\t" \
			--dtb map.dtb --sim ram "$command" 'tw w' 'some data'
	done
}

@test "any label comes out as it is, within all quotes and without" {
	simulator names 65536
	for quote in '' "'" '"' "\$'"; do
		for label in "two words" 'the "quoted" one' größe \
			$'bell\aline\nend\e[31m' $'raw\xffbyte'; do
			gives "flashmap --dtb map.dtb --sim ram info $quote${label:0:2}\t" \
				--dtb map.dtb --sim ram info "$label"
		done
	done
}

@test "a label with what splits words for readline comes out as it is" {
	chip 0x4000 0 0x1000 'a:b=c@d,e' 0x1000 0x1000 '@home' 0x2000 0x1000 \
		'~/x' 0x3000 0x1000 '#1;2'
	for begin in a a: a:b= a:b=c@ '"a:b' a\\\\:b; do
		gives "flashmap --dtb map.dtb --sim ram info $begin\t" \
			--dtb map.dtb --sim ram info 'a:b=c@d,e'
	done
	gives 'flashmap --dtb map.dtb --sim ram info @h\t' \
		--dtb map.dtb --sim ram info @home
	gives 'flashmap --dtb map.dtb --sim ram info \\~\t' \
		--dtb map.dtb --sim ram info '~/x'
	gives 'flashmap --dtb map.dtb --sim ram info \\#\t' \
		--dtb map.dtb --sim ram info '#1;2'
}

@test "no label is evaluated" {
	chip 0x4000 0 0x1000 'a$(touch made)' 0x1000 0x1000 'b`touch made`' \
		0x2000 0x1000 'c;touch made;' 0x3000 0x1000 'd[$(touch made)]!'
	for quote in '' "'" '"' "\$'"; do
		for label in 'a$(touch made)' 'b`touch made`' 'c;touch made;' \
			'd[$(touch made)]!'; do
			gives "flashmap --dtb map.dtb --sim ram info $quote${label:0:1}\t" \
				--dtb map.dtb --sim ram info "$label"
		done
	done
	[[ ! -e made ]]
}

@test "nothing of the line is evaluated" {
	simulator
	for word in '$(touch made)' '`touch made`' '"$(touch made)"'; do
		offers "flashmap --sim ram --dtb $word info " ''
		offers "flashmap --sim ram --dtb map.dtb $word " ''
	done
	[[ ! -e made ]]
}

@test "a label of several areas is no name: their ids are" {
	simulator names 65536
	offers 'flashmap --dtb map.dtb --sim ram info tw' 'two\ words'
	keys 'flashmap --dtb map.dtb --sim ram info \t'
	output_lacks twin
	output_has @5
	output_has @6
}

@test "ids are completed after @" {
	simulator
	gives 'flashmap --dtb map.dtb --sim ram info @\t3' \
		--dtb map.dtb --sim ram info @3
	offers 'flashmap --dtb map.dtb --sim ram info @' @0 @1 @2 @3 @4
}

@test "MTDs and their nodes are completed" {
	recorded
	mtd 0 boot
	mtd 12 data offset=65536
	offers "flashmap --root $root info " boot data
	offers "flashmap --root $root info mtd" mtd0 mtd12
	offers "flashmap --root $root info /dev/m" /dev/mtd0 /dev/mtd12
}

@test "paths of the device tree are completed" {
	simulator
	path=/flash-controller@0/flash@0/partitions/partition@
	gives "flashmap --dtb map.dtb --sim ram info ${path}e\t" \
		--dtb map.dtb --sim ram info "${path}e0000"
}

@test "-- ends the options" {
	chip 0x2000 0 0x1000 -first 0x1000 0x1000 second
	touch ./-file
	gives 'flashmap --dtb map.dtb --sim ram write -- -f\t -f\t' \
		--dtb map.dtb --sim ram write -- -first -file
	gives 'flashmap --dtb map.dtb --sim ram -- info s\t' \
		--dtb map.dtb --sim ram -- info second
	keys 'flashmap --dtb map.dtb --sim ram write \t'
	output_lacks -first
	output_has @0
}

@test "areas of --config are completed" {
	simulator
	printf 'area my\\040tail chip=flash@0 offset=0xff000 size=4K\n' \
		>conf
	offers 'flashmap --config conf --dtb map.dtb --sim ram info my' \
		'my\ tail'
}

@test "what the environment names is completed" {
	needs_environment
	simulator
	FLASHMAP_DTB=map.dtb FLASHMAP_SIM=new offers 'flashmap info st' \
		storage
	not grep -q new looks
	[[ ! -e new ]]
}

@test "a look at the areas changes nothing and makes no file" {
	simulator
	ls -l --time-style=full-iso flash map.dtb >files
	gives 'flashmap --dtb map.dtb --sim flash info st\t' \
		--dtb map.dtb --sim flash info storage
	gives 'flashmap --dtb map.dtb --sim new info st\t' \
		--dtb map.dtb --sim new info storage
	not grep -q new looks
	unchanged
	ls -l --time-style=full-iso flash map.dtb | cmp - files
	[[ ! -e flash.state && ! -e new && ! -e new.state ]]
}

@test "the map is looked at once, and only for an area" {
	simulator
	keys 'flashmap --dtb map.dtb --sim flash write --no\t'
	[[ ! -e looks ]]
	keys 'flashmap --dtb map.dtb --sim flash write \t'
	[[ $(wc -w <looks) -eq 9 ]] || show "$(cat looks)"
}

@test "a pipe as --dtb is left to the command" {
	simulator
	mkfifo pipe
	offers 'flashmap --dtb pipe --sim ram info ' ''
	[[ ! -e looks ]]
}

@test "where there is no map, nothing is offered" {
	simulator
	offers 'flashmap --dtb flash --sim ram info ' ''
	offers 'flashmap --dtb none --sim ram info ' ''
	offers 'flashmap --sim ram info ' ''
	offers 'flashmap --root none info ' ''
}

@test "redirections are no arguments" {
	simulator
	gives 'flashmap 2>/dev/null --dtb map.dtb --sim ram info >x st\t' \
		--dtb map.dtb --sim ram info storage
}
