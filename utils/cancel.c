// SPDX-License-Identifier: GPL-2.0-or-later
#include "cancel.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t caught;

static void catch_signal(int signal)
{
	caught = signal;
}

void cancel_start(void)
{
	/* Without SA_RESTART: a read of stdin must not wait on. */
	struct sigaction action = { .sa_handler = catch_signal };
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		struct sigaction old;

		/* nohup and a shell's background jobs ignore some. */
		if (sigaction(signals[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

int cancel_signal(void)
{
	return caught;
}
