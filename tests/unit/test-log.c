// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <string.h>

#include "log.h"
#include "unit.h"

#define THREADS 8
#define ENTRIES 200

/* The last entry, with a copy of its strings. */
struct seen {
	unsigned int count;
	struct flashmap_log_entry entry;
	char message[1024];
	char subject[64];
};

static void see(const struct flashmap_log_entry *entry, void *user_data)
{
	struct seen *seen = user_data;

	seen->count++;
	seen->entry = *entry;
	strncpy(seen->message, entry->message, sizeof(seen->message) - 1);
	seen->subject[0] = '\0';
	if (entry->subject)
		strncpy(seen->subject, entry->subject,
			sizeof(seen->subject) - 1);
}

START_TEST(entry_has_level_subject_error_and_range)
{
	struct seen seen = { 0 };

	flashmap_set_log(see, &seen);
	fm_log_range(FLASHMAP_LOG_ERROR, "mtd3", -EIO, 0x1000, 0x200,
		     "reading %s", "failed");
	ck_assert_uint_eq(seen.count, 1);
	ck_assert_int_eq(seen.entry.level, FLASHMAP_LOG_ERROR);
	ck_assert_str_eq(seen.subject, "mtd3");
	ck_assert_str_eq(seen.message, "reading failed");
	ck_assert_int_eq(seen.entry.error, -EIO);
	ck_assert_uint_eq(seen.entry.offset, 0x1000);
	ck_assert_uint_eq(seen.entry.length, 0x200);
}
END_TEST

START_TEST(entry_without_a_range_says_so)
{
	struct seen seen = { 0 };

	flashmap_set_log(see, &seen);
	fm_log(FLASHMAP_LOG_INFO, NULL, 0, "a chip");
	ck_assert_int_eq(seen.entry.level, FLASHMAP_LOG_INFO);
	ck_assert_ptr_null(seen.entry.subject);
	ck_assert_int_eq(seen.entry.error, 0);
	ck_assert_uint_eq(seen.entry.offset, FLASHMAP_LOG_NO_RANGE);
	ck_assert_uint_eq(seen.entry.length, FLASHMAP_LOG_NO_RANGE);
}
END_TEST

START_TEST(levels_have_the_numbers_of_syslog)
{
	ck_assert_int_eq(FLASHMAP_LOG_ERROR, 3);
	ck_assert_int_eq(FLASHMAP_LOG_WARNING, 4);
	ck_assert_int_eq(FLASHMAP_LOG_INFO, 6);
	ck_assert_int_eq(FLASHMAP_LOG_DEBUG, 7);
}
END_TEST

START_TEST(message_that_is_too_long_is_cut)
{
	struct seen seen = { 0 };
	char text[2000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	flashmap_set_log(see, &seen);
	fm_log(FLASHMAP_LOG_DEBUG, "chip", 0, "%s", text);
	ck_assert_uint_eq(strlen(seen.message), 511);
	ck_assert_uint_eq(strspn(seen.message, "x"), 511);
}
END_TEST

START_TEST(no_function_is_silence)
{
	struct seen seen = { 0 };

	flashmap_set_log(see, &seen);
	flashmap_set_log(NULL, NULL);
	fm_log(FLASHMAP_LOG_WARNING, "chip", 0, "unheard");
	ck_assert_uint_eq(seen.count, 0);
}
END_TEST

START_TEST(second_function_replaces_the_first)
{
	struct seen first = { 0 }, second = { 0 };

	flashmap_set_log(see, &first);
	fm_log(FLASHMAP_LOG_WARNING, "chip", 0, "one");
	flashmap_set_log(see, &second);
	fm_log(FLASHMAP_LOG_WARNING, "chip", 0, "two");
	ck_assert_uint_eq(first.count, 1);
	ck_assert_str_eq(first.message, "one");
	ck_assert_uint_eq(second.count, 1);
	ck_assert_str_eq(second.message, "two");
}
END_TEST

/* Plain variables: what two threads change at once comes out too small, and
 * is a finding of the thread sanitizer. */
struct crowd {
	unsigned int inside;
	unsigned int most;
	unsigned int count;
};

static void count_inside(const struct flashmap_log_entry *entry,
			 void *user_data)
{
	struct crowd *crowd = user_data;

	(void)entry;
	crowd->inside++;
	sched_yield();
	if (crowd->inside > crowd->most)
		crowd->most = crowd->inside;
	crowd->inside--;
	crowd->count++;
}

static void *log_much(void *unused)
{
	for (int i = 0; i < ENTRIES; i++)
		fm_log(FLASHMAP_LOG_INFO, NULL, 0, "entry %d", i);
	return unused;
}

START_TEST(function_is_never_called_by_two_threads_at_once)
{
	struct crowd crowd = { 0 };
	pthread_t threads[THREADS];

	flashmap_set_log(count_inside, &crowd);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(
			pthread_create(&threads[i], NULL, log_much, NULL), 0);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	flashmap_set_log(NULL, NULL);
	ck_assert_uint_eq(crowd.count, THREADS * ENTRIES);
	ck_assert_uint_eq(crowd.most, 1);
}
END_TEST

struct slow {
	sem_t begun;
	atomic_bool done;
};

static void take_long(const struct flashmap_log_entry *entry, void *user_data)
{
	struct slow *slow = user_data;

	(void)entry;
	sem_post(&slow->begun);
	for (int i = 0; i < 1000; i++)
		sched_yield();
	atomic_store(&slow->done, true);
}

static void *log_once(void *unused)
{
	fm_log(FLASHMAP_LOG_INFO, NULL, 0, "slow");
	return unused;
}

START_TEST(former_function_has_returned_when_set_log_returns)
{
	struct slow slow;
	pthread_t thread;

	sem_init(&slow.begun, 0, 0);
	atomic_init(&slow.done, false);
	flashmap_set_log(take_long, &slow);
	ck_assert_int_eq(pthread_create(&thread, NULL, log_once, NULL), 0);
	sem_wait(&slow.begun);
	flashmap_set_log(NULL, NULL);
	ck_assert(atomic_load(&slow.done));
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	sem_destroy(&slow.begun);
}
END_TEST

Suite *log_suite(void)
{
	Suite *suite = suite_create("log");
	TCase *tcase = tcase_create("log");

	tcase_set_tags(tcase, "threads");
	tcase_add_test(tcase, entry_has_level_subject_error_and_range);
	tcase_add_test(tcase, entry_without_a_range_says_so);
	tcase_add_test(tcase, levels_have_the_numbers_of_syslog);
	tcase_add_test(tcase, message_that_is_too_long_is_cut);
	tcase_add_test(tcase, no_function_is_silence);
	tcase_add_test(tcase, second_function_replaces_the_first);
	tcase_add_test(tcase, function_is_never_called_by_two_threads_at_once);
	tcase_add_test(tcase,
		       former_function_has_returned_when_set_log_returns);
	suite_add_tcase(suite, tcase);
	return suite;
}
