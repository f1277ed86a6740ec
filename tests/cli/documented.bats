#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# --help, flashmap(1) and the completion for bash tell of the same commands and
# of the same options, command by command.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2154,SC2164

load helper

setup() {
	sources=${top_srcdir:-$BATS_TEST_DIRNAME/../..}

	options=()
	manual=$sources/man/flashmap.1
	# shellcheck source=/dev/null
	. "$sources/completions/flashmap"
	cd "$BATS_TEST_TMPDIR"
}

# commands_of_help: in its order
commands_of_help() {
	flashmap --help
	status_is 0
	sed -n '/^Commands:/,/^$/s/^  \([a-z]*\).*/\1/p' <<<"$output"
}

# help_of COMMAND [WHICH]: a line "OPTION [ARGUMENT]" for each name of an
# option; WHICH is own or all
help_of() {
	flashmap "$1" --help
	status_is 0
	sed -n '/^Options/,$p' <<<"$output" | awk -v which="${2-all}" '
		/^Options of every command/ && which == "own" { exit }
		/^  +-/ {
			argument = ""
			for (i = 1; i <= NF && $i ~ /^-/; i++)
				;
			if (match($0, /--[a-z0-9-]+ [A-Z]+/))
				argument = tolower($i)
			for (i = 1; i <= NF && $i ~ /^-/; i++) {
				sub(/,$/, "", $i)
				print $i (argument ? " " argument : "")
			}
		}' | sort
}

# synopsis_of COMMAND: its own options with their arguments, as its lines in the
# synopsis have them; for "write options" those of the section on these
synopsis_of() {
	awk -v command="$1" '
	function options(i, name) {
		for (i = 1; i <= NF; i++) {
			if ($i != "Fl" && $i != ".Fl")
				continue
			name = $(i + 1) == "Fl" ? "--" $(i + 2) : "-" $(i + 1)
			i += $(i + 1) == "Fl" ? 2 : 1
			if ($(i + 1) == "Ar")
				name = name " " $(i + 2)
			print name
		}
	}
	$1 == ".Sh" { within = $2 }
	$1 == ".Ss" { section = $0 }
	within == "SYNOPSIS" && $1 == ".Cm" {
		mine = 0
		for (i = 2; i <= NF; i++)
			mine = mine || $i == command
	}
	within == "SYNOPSIS" && $1 == ".Nm" { mine = 0 }
	within == "SYNOPSIS" && mine { options() }
	within == "SYNOPSIS" && mine && /Ar write options/ { writes = 1 }
	within == "DESCRIPTION" && $1 == ".It" && writes &&
		section == ".Ss More options of write and copy" { options() }
	' "$manual" | sort
}

# tags SECTION: the options that it explains, under all of their names
tags() {
	awk -v section=".Ss $1" '
	$1 == ".Ss" || $1 == ".Sh" { within = $0 == section }
	within && $1 == ".It" && $2 == "Fl" {
		argument = ""
		if ($(NF - 1) == "Ar")
			argument = " " $NF
		for (i = 2; i <= NF; i++) {
			if ($i != "Fl")
				continue
			name = $(i + 1) == "Fl" ? "--" $(i + 2) : "-" $(i + 1)
			i += $(i + 1) == "Fl" ? 2 : 1
			print name argument
		}
	}' "$manual"
}

# completed LINE: what the completion offers at its end
completed() {
	(
		# Without what bats does at each command, which takes longer.
		trap - DEBUG
		set +eT
		COMP_LINE=$1 COMP_POINT=${#1} COMPREPLY=()
		_flashmap flashmap "${1##* }"
		printf '%s\n' "${COMPREPLY[@]}"
	)
}

# same FILE FILE TEXT: these are the same lines
same() {
	[[ -s $1 ]] || show "nothing found: $3"
	diff "$1" "$2" || show "should be the same: $3"
}

@test "commands: the synopsis of the manual has those of --help, in its order" {
	commands_of_help >help
	awk '$1 == ".Sh" { within = $2 == "SYNOPSIS" }
		within && $1 == ".Cm" {
			for (i = 2; i <= NF; i += 2)
				print $i
		}' "$manual" >found
	same help found "--help and the synopsis"
}

@test "commands: the manual explains those of --help, in its order" {
	commands_of_help >help
	awk '$1 == ".Ss" || $1 == ".Sh" { within = $2 == "Commands" }
		within && $1 == ".It" && $2 == "Cm" {
			for (i = 2; i <= NF; i++)
				if ($i == "Cm")
					print $(i + 1)
		}' "$manual" >found
	same help found "--help and the commands of the manual"
}

@test "commands: the completion has those of --help, in its order" {
	commands_of_help >help
	completed "flashmap " >found
	same help found "--help and the completion"
}

@test "options: the synopsis has those of each command's help" {
	for command in $(commands_of_help); do
		help_of "$command" own | sed '/^--output /d' >help
		synopsis_of "$command" >found
		diff help found || show "$command: its help and the synopsis"
	done
}

@test "options: the manual explains those of the commands' helps, once each" {
	for command in $(commands_of_help); do
		help_of "$command" own
	done | sort -u >help
	{
		tags "Options of single commands"
		tags "More options of write and copy"
	} | sort >found
	same help found "the commands' helps and the manual"
}

@test "options: the manual explains those of every command, once each" {
	flashmap --help
	help_of --quiet >help
	tags "Options of every command" | sort >found
	same help found "--help and the manual"
}

@test "options: the completion has those of each command's help" {
	for command in $(commands_of_help); do
		help_of "$command" | sed 's/ .*//' >help
		completed "flashmap $command -" | sort >found
		same help found "$command: its help and the completion"
	done
}

@test "options: before a command the completion has those of --help" {
	help_of --quiet | sed 's/ .*//' >help
	completed "flashmap -" | sort >found
	same help found "--help and the completion"
}

@test "options: the completion knows which have an argument" {
	for command in $(commands_of_help); do
		help_of "$command" >help
		while read -r option argument; do
			# Where it has one, the next word is no option.
			completed "flashmap $command $option --json" >found
			if [[ -n $argument ]]; then
				[[ $(cat found) != --json ]] ||
					show "$command $option $argument"
			else
				[[ $(cat found) == --json ]] ||
					show "$command $option"
			fi
		done <help
	done
}

@test "columns: the completion has those of list's help" {
	flashmap list --help
	tr '\n' ' ' <<<"$output" | sed 's/.*Columns are //; s/\. .*//; s/([^)]*)//g' |
		tr -s ', ' '\n' | grep -v '^and$' >help
	completed "flashmap list --columns " >found
	same help found "the columns of list"
}

@test "columns: the manual has those of list's help" {
	flashmap list --help
	tr '\n' ' ' <<<"$output" | sed 's/.*Columns are //; s/\. .*//; s/([^)]*)//g' |
		tr -s ', ' '\n' | grep -v '^and$' >help
	awk '$1 == ".It" { within = /Fl columns/ }
		within && $1 == ".Cm" && $2 != "list" {
			for (i = 2; i <= NF; i++)
				if ($i ~ /^[a-z]/)
					print $i
		}' "$manual" >found
	same help found "the columns of list"
}
