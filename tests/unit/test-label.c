// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "map/label.h"
#include "unit.h"

#define AREAS(...) ((const char *const[]){ __VA_ARGS__, NULL })

enum {
	AREA_LIMIT = 300
};

/* Areas with these labels; area n has id n. */
static struct flash_area areas[AREA_LIMIT];

static struct fm_label_index *make_index(const char *const *labels, bool in_c)
{
	struct fm_label_index *index;
	size_t count = 0;

	for (; labels[count]; count++) {
		areas[count].fa_id = (uint8_t)count;
		areas[count].fa_label = labels[count];
	}
	index = fm_label_index_new(areas, count, in_c);
	ck_assert_ptr_nonnull(index);
	return index;
}

/* The number of the area with this label, or what the look-ups say: with an
 * index, and without. */
static int find(const char *const *labels, bool in_c, const char *label)
{
	struct fm_label_index *index = make_index(labels, in_c);
	const struct flash_area *fa = NULL, *searched = NULL;
	int rc = fm_label_find(index, label, &fa);
	size_t count = 0;

	while (labels[count])
		count++;
	ck_assert_int_eq(fm_label_search(areas, count, label, in_c, &searched),
			 rc);
	ck_assert_ptr_eq(searched, fa);
	if (rc < 0)
		ck_assert_ptr_null(fa);
	else
		ck_assert_ptr_nonnull(fa);
	fm_label_index_free(index);
	return rc < 0 ? rc : (int)(fa - areas);
}

START_TEST(an_exact_label_is_found)
{
	const char *const *labels = AREAS("image-0", "storage", "Boot");

	ck_assert_int_eq(find(labels, false, "image-0"), 0);
	ck_assert_int_eq(find(labels, false, "storage"), 1);
	ck_assert_int_eq(find(labels, false, "Boot"), 2);
}
END_TEST

START_TEST(an_unknown_label_gives_enoent)
{
	const char *const *labels = AREAS("image-0", "storage");

	ck_assert_int_eq(find(labels, false, "image-1"), -ENOENT);
	ck_assert_int_eq(find(labels, false, "image"), -ENOENT);
	ck_assert_int_eq(find(labels, false, "image-00"), -ENOENT);
	ck_assert_int_eq(find(labels, false, ""), -ENOENT);
}
END_TEST

START_TEST(an_exact_search_folds_nothing)
{
	const char *const *labels = AREAS("image-0");

	ck_assert_int_eq(find(labels, false, "image_0"), -ENOENT);
	ck_assert_int_eq(find(labels, false, "IMAGE-0"), -ENOENT);
}
END_TEST

START_TEST(a_label_is_found_by_its_form_in_c)
{
	const char *const *labels = AREAS("Image-0", "a,b.c@d/e+f");

	ck_assert_int_eq(find(labels, true, "image_0"), 0);
	ck_assert_int_eq(find(labels, true, "a_b_c_d_e_f"), 1);
}
END_TEST

START_TEST(what_is_searched_for_is_folded_too)
{
	const char *const *labels = AREAS("image_0");

	ck_assert_int_eq(find(labels, true, "IMAGE-0"), 0);
}
END_TEST

START_TEST(a_label_in_c_is_compared_to_its_end)
{
	const char *const *labels = AREAS("image", "image-00");

	ck_assert_int_eq(find(labels, true, "image_0"), -ENOENT);
	ck_assert_int_eq(find(labels, true, "imag"), -ENOENT);
	ck_assert_int_eq(find(labels, true, ""), -ENOENT);
}
END_TEST

START_TEST(only_the_six_characters_of_zephyr_are_folded)
{
	const char *const *labels = AREAS("two words", "a:b", "\xc3\x84");

	ck_assert_int_eq(find(labels, true, "two_words"), -ENOENT);
	ck_assert_int_eq(find(labels, true, "two words"), 0);
	ck_assert_int_eq(find(labels, true, "a_b"), -ENOENT);
	ck_assert_int_eq(find(labels, true, "\xc3\xa4"), -ENOENT);
	ck_assert_int_eq(find(labels, true, "\xc3\x84"), 2);
}
END_TEST

START_TEST(a_label_of_two_areas_is_not_unique)
{
	const char *const *labels = AREAS("twin", "other", "twin");

	ck_assert_int_eq(find(labels, false, "twin"), -ENOTUNIQ);
	ck_assert_int_eq(find(labels, false, "other"), 1);
}
END_TEST

START_TEST(a_label_of_three_areas_is_not_unique)
{
	const char *const *labels = AREAS("twin", "twin", "twin");

	ck_assert_int_eq(find(labels, false, "twin"), -ENOTUNIQ);
}
END_TEST

START_TEST(labels_alike_in_c_are_twins_there_only)
{
	const char *const *labels = AREAS("image-0", "image_0");

	ck_assert_int_eq(find(labels, true, "image_0"), -ENOTUNIQ);
	ck_assert_int_eq(find(labels, true, "image-0"), -ENOTUNIQ);
	ck_assert_int_eq(find(labels, false, "image_0"), 1);
	ck_assert_int_eq(find(labels, false, "image-0"), 0);
}
END_TEST

START_TEST(an_empty_label_is_a_label)
{
	const char *const *labels = AREAS("boot", "");

	ck_assert_int_eq(find(labels, false, ""), 1);
	ck_assert_int_eq(find(labels, true, ""), 1);
}
END_TEST

START_TEST(an_area_without_label_is_not_found)
{
	struct flash_area two[2] = { { .fa_label = NULL },
				     { .fa_label = "boot" } };
	struct fm_label_index *index = fm_label_index_new(two, 2, false);
	const struct flash_area *fa = NULL;

	ck_assert_ptr_nonnull(index);
	ck_assert_int_eq(fm_label_find(index, "", &fa), -ENOENT);
	ck_assert_int_eq(fm_label_find(index, "boot", &fa), 0);
	ck_assert_ptr_eq(fa, &two[1]);
	fm_label_index_free(index);
}
END_TEST

START_TEST(no_areas_have_no_labels)
{
	struct fm_label_index *index = fm_label_index_new(NULL, 0, false);
	const struct flash_area *fa = NULL;

	ck_assert_ptr_nonnull(index);
	ck_assert_int_eq(fm_label_find(index, "boot", &fa), -ENOENT);
	fm_label_index_free(index);
	fm_label_index_free(NULL);
}
END_TEST

START_TEST(each_of_300_labels_is_found)
{
	static char names[AREA_LIMIT][16];
	const struct flash_area *fa;
	struct fm_label_index *index;

	for (size_t i = 0; i < AREA_LIMIT; i++) {
		snprintf(names[i], sizeof(names[i]), "slot-%zu",
			 i * 7 % AREA_LIMIT);
		areas[i].fa_label = names[i];
	}
	index = fm_label_index_new(areas, AREA_LIMIT, false);
	ck_assert_ptr_nonnull(index);
	for (size_t i = 0; i < AREA_LIMIT; i++) {
		ck_assert_int_eq(fm_label_find(index, names[i], &fa), 0);
		ck_assert_ptr_eq(fa, &areas[i]);
	}
	fm_label_index_free(index);
}
END_TEST

struct twins {
	size_t count;
	size_t stop_at;
	char labels[64];
};

static int note_twin(const struct flash_area *first,
		     const struct flash_area *second, void *context)
{
	struct twins *twins = context;

	ck_assert_ptr_ne(first, second);
	ck_assert_str_eq(first->fa_label, second->fa_label);
	strncat(twins->labels, first->fa_label,
		sizeof(twins->labels) - strlen(twins->labels) - 1);
	return ++twins->count == twins->stop_at ? 42 : 0;
}

START_TEST(each_label_of_several_areas_is_told_once)
{
	struct fm_label_index *index = make_index(
		AREAS("c", "a", "b", "a", "c", "a", "a", "d"), false);
	struct twins twins = { 0 };

	ck_assert_int_eq(fm_label_for_each_twin(index, note_twin, &twins), 0);
	ck_assert_str_eq(twins.labels, "ac");
	fm_label_index_free(index);
}
END_TEST

START_TEST(telling_twins_stops_when_it_is_told_to)
{
	struct fm_label_index *index =
		make_index(AREAS("b", "a", "b", "a"), false);
	struct twins twins = { .stop_at = 1 };

	ck_assert_int_eq(fm_label_for_each_twin(index, note_twin, &twins), 42);
	ck_assert_str_eq(twins.labels, "a");
	fm_label_index_free(index);
}
END_TEST

Suite *label_suite(void)
{
	Suite *suite = suite_create("label");
	TCase *find_case = tcase_create("find");
	TCase *twins = tcase_create("twins");

	tcase_add_test(find_case, an_exact_label_is_found);
	tcase_add_test(find_case, an_unknown_label_gives_enoent);
	tcase_add_test(find_case, an_exact_search_folds_nothing);
	tcase_add_test(find_case, a_label_is_found_by_its_form_in_c);
	tcase_add_test(find_case, what_is_searched_for_is_folded_too);
	tcase_add_test(find_case, a_label_in_c_is_compared_to_its_end);
	tcase_add_test(find_case, only_the_six_characters_of_zephyr_are_folded);
	tcase_add_test(find_case, an_empty_label_is_a_label);
	tcase_add_test(find_case, an_area_without_label_is_not_found);
	tcase_add_test(find_case, no_areas_have_no_labels);
	tcase_add_test(find_case, each_of_300_labels_is_found);
	suite_add_tcase(suite, find_case);

	tcase_add_test(twins, a_label_of_two_areas_is_not_unique);
	tcase_add_test(twins, a_label_of_three_areas_is_not_unique);
	tcase_add_test(twins, labels_alike_in_c_are_twins_there_only);
	tcase_add_test(twins, each_label_of_several_areas_is_told_once);
	tcase_add_test(twins, telling_twins_stops_when_it_is_told_to);
	suite_add_tcase(suite, twins);
	return suite;
}
