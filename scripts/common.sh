# SPDX-License-Identifier: BSD-2-Clause
# Sourced by the scripts of this folder, from the top of the tree.
# shellcheck shell=bash

export LC_ALL=C.UTF-8

# install_packages PACKAGE...
# These, and what the build needs. Asks the package manager for nothing where
# everything is there already.
install_packages() {
	local package missing=()

	for package in build-essential autoconf automake libtool pkg-config \
		libfdt-dev libjson-c-dev libmd-dev "$@"; do
		if ! dpkg-query -W -f '${db:Status-Status}' "$package" \
			2>/dev/null | grep -qx installed; then
			missing+=("$package")
		fi
	done
	if ((${#missing[@]} == 0)); then
		return
	fi
	if ((EUID != 0)); then
		echo "not installed: ${missing[*]}" >&2
		echo "run this as root, or install them first" >&2
		exit 1
	fi
	DEBIAN_FRONTEND=noninteractive apt-get -q update
	DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		--no-install-recommends install "${missing[@]}"
}

# bootstrap_once
# A source tree that is configured in place cannot be built elsewhere.
bootstrap_once() {
	if [[ -e config.status ]]; then
		echo "this tree is configured in place: make distclean first" >&2
		exit 1
	fi
	./bootstrap
}

# sources: the files of the source tree, of a checkout (whoever owns it) as of
# an unpacked tarball: all that .gitignore does not name
sources() {
	local folder

	folder=$(mktemp -d)
	git init -q --bare "$folder"
	git --git-dir="$folder" --work-tree=. -c core.quotePath=off \
		-c core.bare=false ls-files --others --exclude-standard
	rm -rf "$folder"
}

# copy_sources FOLDER: into this one, which is there; owned by who copies
copy_sources() {
	sources | tar -c -f - --verbatim-files-from -T - |
		tar -x --no-same-owner -C "$1"
}
