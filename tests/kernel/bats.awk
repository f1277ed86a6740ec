# SPDX-License-Identifier: BSD-2-Clause
# The tests of a bats file: of its source, their names, a line each (on the
# host); of what bats --tap printed, what came of them (in the guest).
# -v file=NAME is what all names begin with, -v tag=NAME takes from the source
# the tests with this tag alone.

function plain(name)
{
	name = tolower(name)
	gsub(/[^a-z0-9]+/, "_", name)
	gsub(/^_|_$/, "", name)
	return file "_" name
}

function tell()
{
	if (failed != "")
		print "GUEST FAIL " failed ":" substr(reason, 1, 400)
	failed = reason = ""
}

/^# bats test_tags=/ {
	tags = $0
	sub(/^.*=/, "", tags)
}

/^@test "/ {
	gsub(/^@test "|" \{$/, "")
	if (tag == "" || tags == tag)
		print plain($0)
	tags = ""
	next
}

/^(not )?ok [0-9]+ / {
	tell()
	# A test that is left out here has no reason to be.
	good = /^ok/ && !/ # skip/
	reason = good ? "" : " " $0
	sub(/^(not )?ok [0-9]+ /, "")
	print "# " $0
	sub(/ in [0-9]+ms$/, "")
	sub(/ # skip.*/, "")
	if (good)
		print "GUEST ok " plain($0)
	else
		failed = plain($0)
	next
}

failed != "" && /^# / {
	reason = reason substr($0, 2)
	print
}

END {
	tell()
}
