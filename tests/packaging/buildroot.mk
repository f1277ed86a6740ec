# SPDX-License-Identifier: BSD-2-Clause
# Stands in for Buildroot: evaluates the real libflashmap.mk, and does what
# Buildroot's manual says of an autotools-package: rsync, hooks, autoreconf,
# configure, build, staging, target, and what it removes from the target at last.
#
# make -f buildroot.mk NAME... BR2_CONFIG=FILE O=FOLDER TARGET_CC=... ...
#   show       what the package is: VARIABLE=value, a line each
#   configure, build, staging, target
#              the steps; each comes after the one before it
#
# From the caller: BR2_EXTERNAL_LIBFLASHMAP_PATH, GNU_TARGET_NAME, TARGET_CC,
# TARGET_CPPFLAGS, TARGET_LDFLAGS, TARGET_PKG_CONFIG (a PKG_CONFIG_LIBDIR),
# STRIP, JOBS.

include $(BR2_CONFIG)

BUILD_DIR = $(O)/build
STAGING_DIR = $(O)/staging
TARGET_DIR = $(O)/target

qstrip = $(strip $(subst ",,$(1)))

define newline


endef

ifeq ($(BR2_SHARED_STATIC_LIBS),y)
libraries = --enable-static --enable-shared
else
libraries = --disable-static --enable-shared
endif

run_hooks = $(foreach hook,$(1),$(call $(hook))$(newline))

define autotools-package
libflashmap = $$(BUILD_DIR)/libflashmap-$$(LIBFLASHMAP_VERSION)

$$(libflashmap)/.stamp_rsynced:
	mkdir -p $$(@D)
	rsync -a --exclude=.git \
		$$(LIBFLASHMAP_OVERRIDE_SRCDIR_RSYNC_EXCLUSIONS) \
		$$(LIBFLASHMAP_SITE)/ $$(@D)
	touch $$@

$$(libflashmap)/.stamp_configured: $$(libflashmap)/.stamp_rsynced
	$$(call run_hooks,$$(LIBFLASHMAP_PRE_CONFIGURE_HOOKS))
	$$(if $$(filter YES,$$(LIBFLASHMAP_AUTORECONF)), \
		cd $$(@D) && autoreconf -f -i)
	cd $$(@D) && CC='$$(TARGET_CC)' CXX=no CFLAGS=-Os \
		CPPFLAGS='$$(TARGET_CPPFLAGS)' LDFLAGS='$$(TARGET_LDFLAGS)' \
		PKG_CONFIG_LIBDIR='$$(TARGET_PKG_CONFIG)' \
		PKG_CONFIG_SYSROOT_DIR='$$(STAGING_DIR)' \
		./configure --target=$$(GNU_TARGET_NAME) \
		--host=$$(GNU_TARGET_NAME) --build=x86_64-pc-linux-gnu \
		--prefix=/usr --exec-prefix=/usr --sysconfdir=/etc \
		--localstatedir=/var --program-prefix= $$(libraries) \
		--disable-dependency-tracking $$(LIBFLASHMAP_CONF_OPTS)
	touch $$@

$$(libflashmap)/.stamp_built: $$(libflashmap)/.stamp_configured
	$$(MAKE) -j $$(JOBS) -C $$(@D)
	touch $$@

$$(libflashmap)/.stamp_staging_installed: $$(libflashmap)/.stamp_built
	$$(if $$(filter YES,$$(LIBFLASHMAP_INSTALL_STAGING)), \
		$$(MAKE) -C $$(@D) DESTDIR=$$(STAGING_DIR) install)
	touch $$@

$$(libflashmap)/.stamp_target_installed: $$(libflashmap)/.stamp_staging_installed
	$$(MAKE) -C $$(@D) DESTDIR=$$(TARGET_DIR) install
	cd $$(TARGET_DIR)/usr && rm -rf include lib/pkgconfig share/doc \
		share/man lib/*.a lib/*.la
	$$(if $$(BR2_PACKAGE_BASH),, \
		rm -rf $$(TARGET_DIR)/usr/share/bash-completion)
	find $$(TARGET_DIR) -type d -empty -delete
	find $$(TARGET_DIR) -type f '(' -perm -100 -o -name '*.so*' ')' \
		! -path '*/share/*' -exec $$(STRIP) '{}' +
	touch $$@

configure: $$(libflashmap)/.stamp_configured
build: $$(libflashmap)/.stamp_built
staging: $$(libflashmap)/.stamp_staging_installed
target: $$(libflashmap)/.stamp_target_installed
endef

shown = VERSION SOURCE SITE SITE_METHOD LICENSE LICENSE_FILES DEPENDENCIES \
	CONF_OPTS INSTALL_STAGING AUTORECONF

include $(BR2_EXTERNAL_LIBFLASHMAP_PATH)/package/libflashmap/libflashmap.mk

show:
	@:$(foreach name,$(shown),$(info $(name)=$(strip $(LIBFLASHMAP_$(name)))))

.PHONY: show configure build staging target
