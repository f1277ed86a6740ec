# SPDX-License-Identifier: 0BSD
################################################################################
#
# libflashmap
#
################################################################################

LIBFLASHMAP_VERSION = 0.1.0
LIBFLASHMAP_SOURCE = libflashmap-$(LIBFLASHMAP_VERSION).tar.xz
LIBFLASHMAP_LICENSE = BSD-2-Clause
LIBFLASHMAP_LICENSE_FILES = LICENSES/BSD-2-Clause.txt
LIBFLASHMAP_INSTALL_STAGING = YES
LIBFLASHMAP_DEPENDENCIES = host-pkgconf

# Releases are not published anywhere yet: they are what this is a part of, or
# where whoever builds them has put them.
LIBFLASHMAP_SITE = $(call qstrip,$(BR2_PACKAGE_LIBFLASHMAP_SITE))
ifeq ($(LIBFLASHMAP_SITE),)
LIBFLASHMAP_SITE = $(realpath $(BR2_EXTERNAL_LIBFLASHMAP_PATH)/../..)
LIBFLASHMAP_SITE_METHOD = local
# What was built in that tree is none of it.
LIBFLASHMAP_OVERRIDE_SRCDIR_RSYNC_EXCLUSIONS = --exclude=/build
# A checkout has no configure, and no folder for libtool's macros.
LIBFLASHMAP_AUTORECONF = YES
define LIBFLASHMAP_MAKE_MACRO_FOLDER
	mkdir -p $(@D)/m4
endef
LIBFLASHMAP_PRE_CONFIGURE_HOOKS += LIBFLASHMAP_MAKE_MACRO_FOLDER
endif

# Its tests are not for the target.
LIBFLASHMAP_CONF_OPTS = --without-check

ifeq ($(BR2_PACKAGE_LIBFLASHMAP_LIBFDT),y)
LIBFLASHMAP_CONF_OPTS += --with-libfdt
LIBFLASHMAP_DEPENDENCIES += dtc
else
LIBFLASHMAP_CONF_OPTS += --without-libfdt
endif

ifeq ($(BR2_PACKAGE_LIBFLASHMAP_LIBMD),y)
LIBFLASHMAP_CONF_OPTS += --with-libmd
LIBFLASHMAP_DEPENDENCIES += libmd
else
LIBFLASHMAP_CONF_OPTS += --without-libmd
endif

ifeq ($(BR2_PACKAGE_LIBFLASHMAP_ENVIRONMENT),y)
LIBFLASHMAP_CONF_OPTS += --enable-environment
else
LIBFLASHMAP_CONF_OPTS += --disable-environment
endif

ifeq ($(BR2_PACKAGE_LIBFLASHMAP_UTILS),y)
LIBFLASHMAP_CONF_OPTS += --enable-utils
LIBFLASHMAP_LICENSE += (library), GPL-2.0+ (flashmap)
LIBFLASHMAP_LICENSE_FILES += LICENSES/GPL-2.0-or-later.txt
else
LIBFLASHMAP_CONF_OPTS += --disable-utils
endif

ifeq ($(BR2_PACKAGE_LIBFLASHMAP_JSON),y)
LIBFLASHMAP_CONF_OPTS += --with-json-c
LIBFLASHMAP_DEPENDENCIES += json-c
else
LIBFLASHMAP_CONF_OPTS += --without-json-c
endif

ifeq ($(BR2_PACKAGE_LIBFLASHMAP_LIBMTD),y)
LIBFLASHMAP_CONF_OPTS += --with-libmtd
LIBFLASHMAP_DEPENDENCIES += mtd
else
LIBFLASHMAP_CONF_OPTS += --without-libmtd
endif

ifeq ($(BR2_PACKAGE_LIBFLASHMAP_SYSTEMD),y)
LIBFLASHMAP_CONF_OPTS += --with-libsystemd
LIBFLASHMAP_DEPENDENCIES += systemd
else
LIBFLASHMAP_CONF_OPTS += --without-libsystemd
endif

ifeq ($(BR2_PACKAGE_LIBFLASHMAP_BASH_COMPLETION),y)
LIBFLASHMAP_CONF_OPTS += \
	--with-bash-completion-dir=/usr/share/bash-completion/completions
else
LIBFLASHMAP_CONF_OPTS += --without-bash-completion-dir
endif

$(eval $(autotools-package))
