/* SPDX-License-Identifier: BSD-2-Clause */
/* For main() only. */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

void set_up_log(void);

#endif /* TESTS_SUPPORT_H */
