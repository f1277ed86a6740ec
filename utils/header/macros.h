/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a generated header that are the same in each. */
#ifndef UTILS_HEADER_MACROS_H
#define UTILS_HEADER_MACROS_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

/* Lines of the comment at the top. */
extern const char header_text_about[];
extern const char header_text_about_nodes[];

/* What turns a label into a value, and the macros that programs use. */
void header_print_macros(FILE *out, bool with_node_labels);

/* Formats. A hash is 64 bits wide and stands in names. */
#define header_text_begin                               \
	"#ifndef FLASHMAP_HEADER\n"                     \
	"#define FLASHMAP_HEADER 0x%016" PRIx64 "ULL\n" \
	"\n"                                            \
	"#include <flashmap/expect.h>\n"

#define header_text_table_begin                                  \
	"\n"                                                     \
	"#ifndef FLASHMAP_NO_EXPECTATION\n"                      \
	"#ifdef __cplusplus\n"                                   \
	"extern \"C\" {\n"                                       \
	"#endif\n"                                               \
	"/* One of each in a program or shared object. */\n"     \
	"extern __attribute__((weak, visibility(\"hidden\")))\n" \
	"const struct flashmap_expected_area\n"                  \
	"\tflashmap_expected_%016" PRIx64 "[%zu];\n"             \
	"const struct flashmap_expected_area\n"                  \
	"\tflashmap_expected_%016" PRIx64 "[%zu] = {\n"

#define header_text_table_end                                    \
	"};\n"                                                   \
	"extern __attribute__((weak, visibility(\"hidden\")))\n" \
	"struct flashmap_expectation\n"                          \
	"\tflashmap_expectation_%016" PRIx64 ";\n"               \
	"struct flashmap_expectation\n"                          \
	"\tflashmap_expectation_%016" PRIx64 " = {\n"            \
	"\tNULL, "

#define header_text_register                                                \
	", flashmap_expected_%016" PRIx64 ", %zu\n"                         \
	"};\n"                                                              \
	"static __attribute__((constructor)) void\n"                        \
	"flashmap_expect_%016" PRIx64 "(void)\n"                            \
	"{\n"                                                               \
	"\tflashmap_expect_add(&flashmap_expectation_%016" PRIx64 ");\n"    \
	"}\n"                                                               \
	"static __attribute__((destructor)) void\n"                         \
	"flashmap_unexpect_%016" PRIx64 "(void)\n"                          \
	"{\n"                                                               \
	"\tflashmap_expect_remove(&flashmap_expectation_%016" PRIx64 ");\n" \
	"}\n"                                                               \
	"#ifdef __cplusplus\n"                                              \
	"}\n"                                                               \
	"#endif\n"                                                          \
	"#endif\n"

#define header_text_end                                           \
	"\n"                                                      \
	"#elif FLASHMAP_HEADER != 0x%016" PRIx64 "ULL\n"          \
	"#error \"the headers of two flash maps are included\"\n" \
	"#endif\n"

#endif
