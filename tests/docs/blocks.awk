# SPDX-License-Identifier: BSD-2-Clause
# The code blocks of a Markdown file, fenced and indented: folder/001 is the
# text of the first one, folder/001.mark the comment right before it (empty
# without one), folder/001.line the number of its first line.
# usage: awk -v folder=FOLDER -f blocks.awk FILE

function begin(line) {
	file = sprintf("%s/%03d", folder, ++count)
	printf "" >file
	print mark >(file ".mark")
	print line >(file ".line")
	mark = ""
	blank = 0
}

# One line of an indented block, and the blank ones that were before it.
function add_indented(text) {
	for (; blank > 0; blank--)
		print "" >file
	print text >file
}

# The rest of a comment, which may go on in the next lines.
function add_comment(text) {
	comment = text !~ /-->$/
	sub(/ *-->$/, "", text)
	sub(/^ +/, "", text)
	mark = mark (mark == "" ? "" : " ") text
}

fence {
	if (/^```/)
		fence = 0
	else
		print >file
	next
}

comment {
	add_comment($0)
	next
}

/^$/ {
	blank++
	paragraph = 0
	next
}

/^(    |\t)/ && !paragraph {
	if (!indented)
		begin(NR)
	indented = 1
	sub(/^(    |\t)/, "")
	add_indented($0)
	next
}

{
	indented = 0
}

/^```/ {
	begin(NR + 1)
	fence = 1
	paragraph = 0
	next
}

/^<!-- / {
	mark = ""
	add_comment(substr($0, 6))
	next
}

{
	mark = ""
	paragraph = 1
}
