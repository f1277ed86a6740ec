# SPDX-License-Identifier: BSD-2-Clause
# What a header says of its functions, a line for each, with tabs between:
#
#	header	function	prototype	errno errno ...
#
# and, with no function and no prototype, the errnos of the header's own
# comment. The name of the header comes as a variable.

function report(name, prototype,    errnos) {
	while (match(doc, /-E[A-Z0-9]+/)) {
		errnos = errnos " " substr(doc, RSTART + 1, RLENGTH - 1)
		doc = substr(doc, RSTART + RLENGTH)
	}
	print header "\t" name "\t" prototype "\t" substr(errnos, 2)
	doc = ""
}

function declared(    name) {
	sub(/ *[;{].*/, "", text)
	sub(/^static inline /, "", text)
	name = text
	sub(/\(.*/, "", name)
	sub(/.*[ *]/, "", name)
	report(name, text)
	text = ""
}

# Preprocessor lines, and how they go on.
/^#/ || directive { directive = /\\$/; next }

# Comments of members are indented, those of functions are not.
/^\/\*/ { doc = ""; comment = 1 }
comment {
	doc = doc " " $0
	if (/\*\//) {
		comment = 0
		if (doc ~ /@file/)
			report("", "")
	}
	next
}

# Structures, bodies, function types and assertions.
skip { if ($0 ~ skip) skip = ""; next }
/^(struct|enum)[^(]*\{$/ { skip = "^};"; next }
/^\{/ { skip = "^}"; next }
/^(typedef|static_assert|_Static_assert)/ {
	if (!/;$/)
		skip = ";$"
	next
}
/^(extern|\}|$)/ || /^struct [a-z_]*;$/ { next }

{
	gsub(/[ \t]+/, " ")
	text = text (text == "" ? "" : " ") $0
	gsub(/  /, " ", text)
	gsub(/\( /, "(", text)
	if (/;$/ || /\)$/)
		declared()
}
