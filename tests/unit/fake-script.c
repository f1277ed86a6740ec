// SPDX-License-Identifier: BSD-2-Clause
/* The log of the calls, and what was written of their results before. */

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake-private.h"

#define SCRIPT_SIZE 32

struct rule {
	const struct fake_mtd *mtd;
	enum fake_call call;
	unsigned long which;
	/* Which call it is about, and how many have been. */
	unsigned int nth, seen;
	int error;
	size_t limit;
};

/* Guards all but quiet. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct rule rules[SCRIPT_SIZE];
static size_t rule_count;
static char *calls;
static size_t calls_size;
static fake_hook_fn hook;
static void *hook_context;
static atomic_bool quiet;

bool fake_is_quiet(void)
{
	return atomic_load_explicit(&quiet, memory_order_relaxed);
}

void fake_be_quiet(void)
{
	atomic_store(&quiet, true);
}

void fake_set_hook(fake_hook_fn function, void *context)
{
	pthread_mutex_lock(&lock);
	hook = function;
	hook_context = context;
	pthread_mutex_unlock(&lock);
}

static void add_rule(const struct rule *rule)
{
	pthread_mutex_lock(&lock);
	if (rule_count == SCRIPT_SIZE)
		abort();
	rules[rule_count++] = *rule;
	pthread_mutex_unlock(&lock);
}

void fake_fail(const struct fake_mtd *mtd, enum fake_call call,
	       unsigned long which, unsigned int nth, int error)
{
	const struct rule rule = {
		.mtd = mtd,
		.call = call,
		.which = which,
		.nth = nth,
		.error = error,
		.limit = SIZE_MAX,
	};

	add_rule(&rule);
}

void fake_shorten(const struct fake_mtd *mtd, enum fake_call call,
		  unsigned int nth, size_t length)
{
	const struct rule rule = {
		.mtd = mtd,
		.call = call,
		.which = FAKE_ANY,
		.nth = nth,
		.limit = length,
	};

	add_rule(&rule);
}

static bool applies(struct rule *rule, const struct fake_event *event)
{
	if (rule->mtd != event->mtd || rule->call != event->call ||
	    (rule->which != FAKE_ANY && rule->which != event->which))
		return false;
	rule->seen++;
	return rule->nth == FAKE_ALWAYS || rule->seen == rule->nth;
}

struct fake_verdict fake_judge(const struct fake_event *event)
{
	struct fake_verdict verdict = { 0, SIZE_MAX };
	fake_hook_fn function;
	void *context;

	if (fake_is_quiet())
		return verdict;
	pthread_mutex_lock(&lock);
	function = hook;
	context = hook_context;
	pthread_mutex_unlock(&lock);
	/* It may block, or change the fakes. */
	if (function)
		function(event, context);

	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < rule_count; i++) {
		if (!applies(&rules[i], event))
			continue;
		verdict.error = rules[i].error;
		verdict.limit = rules[i].limit;
	}
	pthread_mutex_unlock(&lock);
	return verdict;
}

void fake_note(const char *format, ...)
{
	char line[128];
	va_list arguments;
	size_t length;

	if (fake_is_quiet())
		return;
	va_start(arguments, format);
	vsnprintf(line, sizeof(line) - 1, format, arguments);
	va_end(arguments);
	length = strlen(line);
	line[length++] = '\n';

	pthread_mutex_lock(&lock);
	calls = realloc(calls, calls_size + length + 1);
	if (!calls)
		abort();
	memcpy(calls + calls_size, line, length);
	calls_size += length;
	calls[calls_size] = '\0';
	pthread_mutex_unlock(&lock);
}

const char *fake_calls(void)
{
	return calls && calls_size > 0 ? calls : "";
}

void fake_forget_calls(void)
{
	pthread_mutex_lock(&lock);
	calls_size = 0;
	pthread_mutex_unlock(&lock);
}

unsigned int fake_count(const char *beginning)
{
	unsigned int count = 0;

	for (const char *line = fake_calls(); *line;
	     line = strchr(line, '\n') + 1)
		if (strncmp(line, beginning, strlen(beginning)) == 0)
			count++;
	return count;
}
