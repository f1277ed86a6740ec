# SPDX-License-Identifier: 0BSD
SUMMARY = "Flash areas over Linux MTD devices, with the flash_map API of Zephyr"
DESCRIPTION = "A program asks for a flash area by label or id and reads, \
writes and erases inside it. The library finds the MTD device behind the area, \
keeps every access inside it, and reports errors as they are."
SECTION = "libs"

# Releases after scarthgap warn about "&", and scarthgap knows nothing else.
LICENSE = "BSD-2-Clause & GPL-2.0-or-later & 0BSD"
LIC_FILES_CHKSUM = "\
    file://LICENSES/0BSD.txt;md5=dc7380ec07e5ba016b25ab36e10eb579 \
    file://LICENSES/BSD-2-Clause.txt;md5=a97a60786ada81dcef08c48ac4ae0651 \
    file://LICENSES/GPL-2.0-or-later.txt;md5=b234ee4d69f5fce4486a80fdaf4a4263 \
"
LICENSE:${PN} = "BSD-2-Clause"
LICENSE:${PN}-dev = "BSD-2-Clause"
LICENSE:${PN}-staticdev = "BSD-2-Clause"
LICENSE:${PN}-utils = "GPL-2.0-or-later"
LICENSE:${PN}-bash-completion = "GPL-2.0-or-later"

inherit autotools pkgconfig externalsrc

# Releases are not published anywhere yet. In a layer that is a folder of
# libflashmap's source, that source is built. Anywhere else it is a tarball, to
# be found by the name that "make dist" gives it, or where LIBFLASHMAP_URI says;
# one from another machine needs its SRC_URI[sha256sum].
def libflashmap_source(d):
    import os
    top = os.path.abspath(os.path.join(d.getVar("FILE_DIRNAME"), "../../../.."))
    there = os.path.exists(os.path.join(top, "lib/libflashmap.sym"))
    return top if there else ""

EXTERNALSRC ?= "${@libflashmap_source(d)}"
EXTERNALSRC_SYMLINKS = ""
LIBFLASHMAP_URI ?= "file://${BP}.tar.xz"
# externalsrc would still look for local files.
SRC_URI = "${@'' if d.getVar('EXTERNALSRC') else d.getVar('LIBFLASHMAP_URI')}"

# Its tests are not for the target.
EXTRA_OECONF = "--without-check"

PACKAGECONFIG ??= "libfdt environment utils \
    ${@bb.utils.filter('DISTRO_FEATURES', 'systemd', d)}"

# Of the library.
PACKAGECONFIG[libfdt] = "--with-libfdt,--without-libfdt,dtc"
PACKAGECONFIG[libmd] = "--with-libmd,--without-libmd,libmd"
PACKAGECONFIG[environment] = "--enable-environment,--disable-environment"
# Of the utility: --json, torture, what systemd is told.
PACKAGECONFIG[utils] = "--enable-utils,--disable-utils"
PACKAGECONFIG[json-c] = "--with-json-c,--without-json-c,json-c"
PACKAGECONFIG[libmtd] = "--with-libmtd,--without-libmtd,mtd-utils"
PACKAGECONFIG[systemd] = "--with-libsystemd,--without-libsystemd,systemd"
PACKAGECONFIG[bash-completion] = "--with-bash-completion-dir=${datadir}/bash-completion/completions,--without-bash-completion-dir"

PACKAGE_BEFORE_PN = "${PN}-utils ${PN}-bash-completion"
FILES:${PN}-utils = "${bindir}/flashmap"
FILES:${PN}-bash-completion = "${datadir}/bash-completion"
RDEPENDS:${PN}-bash-completion = "bash-completion"
