# SPDX-License-Identifier: 0BSD
include $(sort $(wildcard $(BR2_EXTERNAL_LIBFLASHMAP_PATH)/package/*/*.mk))
