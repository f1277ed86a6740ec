# SPDX-License-Identifier: BSD-2-Clause
# What a page of section 3 says, a line for each fact, with tabs between:
#
#	name	page	what its NAME section lists
#	function	page	header	function	prototype
#	macro	page	header	macro
#	error	page	errno of its ERRORS section
#
# The name of the page comes as a variable.

# words(LINE): its words, of which some are in quotes, in word[]
function words(line,    n) {
	split("", word)
	sub(/^\.[A-Z][a-z] /, "", line)
	while (line != "") {
		if (match(line, /^"[^"]*"/)) {
			word[++n] = substr(line, 2, RLENGTH - 2)
		} else {
			match(line, /^[^ ]+/)
			word[++n] = substr(line, 1, RLENGTH)
		}
		line = substr(line, RLENGTH + 1)
		sub(/^ +/, "", line)
	}
	return n
}

function finish() {
	# A function type is no function.
	if (type !~ /^typedef/) {
		if (type == "") {
			print "macro\t" page "\t" header "\t" name
		} else {
			type = type (type ~ /\*$/ ? "" : " ")
			print "function\t" page "\t" header "\t" name "\t" \
				type name "(" arguments ")"
		}
	}
	type = arguments = ""
}

/^\.Sh / { section = substr($0, 5); next }

section == "NAME" && /^\.Nm / { print "name\t" page "\t" $2 }
section == "ERRORS" && /^\.It Bq Er / { print "error\t" page "\t" $4 }
section != "SYNOPSIS" { next }

/^\.In / { header = $2 }
/^\.Ft / {
	n = words($0)
	type = word[1]
	for (i = 2; i <= n; i++)
		type = type " " word[i]
}
/^\.Fn / {
	n = words($0)
	name = word[1]
	for (i = 2; i <= n; i++)
		arguments = arguments (i > 2 ? ", " : "") word[i]
	finish()
}
/^\.Fo / { name = $2 }
/^\.Fa / {
	words($0)
	arguments = arguments (arguments == "" ? "" : ", ") word[1]
}
/^\.Fc/ { finish() }
