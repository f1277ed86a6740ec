# SPDX-License-Identifier: BSD-2-Clause
# Sourced: stands in for bitbake. Reads the real recipe as far as this needs:
# variables that are one string, flags of PACKAGECONFIG, FILES, and inherit
# autotools. What bitbake's own files say is said again here.
# shellcheck shell=bash disable=SC2016,SC2034,SC2154  # shared; its variables

recipe=$(echo "$top"/contrib/yocto/recipes-support/libflashmap/libflashmap_*.bb)

# recipe_value NAME: of NAME = "...", which may go on over several lines
recipe_value()
{
	awk -v name="$1" '
		!inside && index($0, name " ") == 1 &&
		    substr($0, length(name) + 1) ~ /^ (\?\?|\?)?= "/ {
			inside = 1
			sub(/^[^"]*"/, "")
		}
		inside {
			last = sub(/"$/, "")
			sub(/\\$/, "")
			printf "%s ", $0
			if (last)
				exit
		}' "$recipe" | xargs -r
}

# recipe_flag NAME FIELD: of PACKAGECONFIG[NAME]: 1 on, 2 off, 3 dependencies
recipe_flag()
{
	sed -n "s/^PACKAGECONFIG\[$1\] = \"\(.*\)\"\$/\1/p" "$recipe" |
		cut -s -d , -f "$2" | recipe_paths
}

recipe_names()
{
	sed -n 's/^PACKAGECONFIG\[\(.*\)\] = .*/\1/p' "$recipe"
}

# recipe_paths: what bitbake.conf makes of names of folders, on a target
recipe_paths()
{
	sed -e 's|${bindir}|/usr/bin|g' -e 's|${sbindir}|/usr/sbin|g' \
		-e 's|${libdir}|/usr/lib|g' -e 's|${datadir}|/usr/share|g' \
		-e 's|${includedir}|/usr/include|g' \
		-e 's|${PN}|libflashmap|g' -e 's|${BPN}|libflashmap|g'
}

# recipe_configure NAME...: options of configure where these are on
recipe_configure()
{
	local name field

	recipe_value EXTRA_OECONF
	for name in $(recipe_names); do
		field=2
		[[ " $* " != *" $name "* ]] || field=1
		recipe_flag "$name" "$field"
	done
}

# recipe_depends NAME...
recipe_depends()
{
	local name

	for name in "$@"; do
		recipe_flag "$name" 3
	done
}

# recipe_packages: in the order in which they take their files
recipe_packages()
{
	echo libflashmap-staticdev libflashmap-dev libflashmap-doc \
		"$(recipe_value PACKAGE_BEFORE_PN | recipe_paths)" libflashmap
}

# recipe_files PACKAGE: FILES of it
recipe_files()
{
	case $1 in
	libflashmap-staticdev) echo '/usr/lib/*.a' ;;
	libflashmap-dev)
		echo '/usr/include /usr/lib/lib*.so /usr/lib/*.la' \
			'/usr/lib/pkgconfig /usr/share/pkgconfig'
		;;
	libflashmap-doc) echo /usr/share/{doc,man,info} ;;
	libflashmap)
		echo '/usr/bin/* /usr/sbin/* /usr/libexec/*' \
			'/usr/lib/lib*.so.* /etc /var'
		;;
	*) recipe_value "FILES:\${PN}${1#libflashmap}" | recipe_paths ;;
	esac
}

# package_of FILE: the package that takes it, or nothing
package_of()
{
	local package pattern patterns

	for package in $(recipe_packages); do
		read -ra patterns <<<"$(recipe_files "$package")"
		for pattern in "${patterns[@]}"; do
			# shellcheck disable=SC2053 # a pattern
			if [[ $1 == $pattern || $1 == $pattern/* ]]; then
				echo "$package"
				return
			fi
		done
	done
}

# split_image FOLDER: "PACKAGE FILE", a line each; without one it is "none"
split_image()
{
	local file package

	while read -r file; do
		package=$(package_of "$file")
		echo "${package:-none} $file"
	done < <(cd "$1" && find . ! -type d | sed 's/^\.//') | sort
}

# recipe_build FOLDER OPTION...: do_configure, do_compile and do_install, into
# FOLDER/image, with the libraries in FOLDER/staging
recipe_build()
{
	local folder=$1

	shift
	mkdir -p "$folder/build" && cd "$folder/build" &&
		CC="$cc" CFLAGS=-Os CPPFLAGS="$cppflags" LDFLAGS="$ldflags" \
			PKG_CONFIG_LIBDIR="$pc_path" \
			PKG_CONFIG_SYSROOT_DIR="$folder/staging" \
			"$top/configure" --build=x86_64-linux \
			--host="$host" --target="$host" --prefix=/usr \
			--exec_prefix=/usr --bindir=/usr/bin \
			--sbindir=/usr/sbin --libexecdir=/usr/libexec \
			--datadir=/usr/share --sysconfdir=/etc \
			--sharedstatedir=/com --localstatedir=/var \
			--libdir=/usr/lib --includedir=/usr/include \
			--oldincludedir=/usr/include \
			--infodir=/usr/share/info --mandir=/usr/share/man \
			--disable-silent-rules \
			--disable-dependency-tracking "$@" &&
		make -j "$(nproc)" &&
		make DESTDIR="$folder/image" install &&
		make DESTDIR="$folder/staging" install
}
