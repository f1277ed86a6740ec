// SPDX-License-Identifier: GPL-2.0-or-later
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "format.h"
#include "systemd/service.h"

#define LINE_MAX_COLUMNS 120
#define INTERVAL_NANOSECONDS 100000000
#define NANOSECONDS 1000000000
/* A longer time is not worth telling. */
#define MOST_SECONDS 1000000

/* There is one stderr, so there is one progress. */
static struct {
	bool bar;
	bool json;
	/* Columns of the bar that is on the terminal now. */
	int columns;
	const char *phase;
	uint64_t done;
	uint64_t total;
	int64_t began;
	int64_t shown;
} state;

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * NANOSECONDS + time.tv_nsec;
}

static int terminal_columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}

void progress_start(enum progress_mode mode, bool quiet)
{
	state.json = mode == PROGRESS_JSON;
	state.bar = mode == PROGRESS_AUTO && !quiet && isatty(STDERR_FILENO);
}

void progress_clear(void)
{
	if (state.columns == 0)
		return;
	fprintf(stderr, "\r%*s\r", state.columns, "");
	state.columns = 0;
}

static unsigned int percent(void)
{
	if (state.total == 0 || state.done >= state.total)
		return 100;
	/* A double is exact enough here and cannot overflow. */
	return (unsigned int)((double)state.done * 100 / (double)state.total);
}

/* "  12s left", "  3min left", "  2h 5min left" */
static void format_time_left(char *text, size_t size, double seconds)
{
	unsigned int left = (unsigned int)seconds;

	if (left < 100)
		snprintf(text, size, "  %us left", left);
	else if (left < 6000)
		snprintf(text, size, "  %umin left", (left + 59) / 60);
	else
		snprintf(text, size, "  %uh %umin left", left / 3600,
			 left % 3600 / 60);
}

/* "  340K/s  12s left", where that can be told. */
static void format_speed(char *text, size_t size)
{
	char rate[FORMAT_SIZE_MAX];
	double elapsed = (double)(now() - state.began) / NANOSECONDS;
	double speed = (double)state.done / elapsed;
	double left;
	int length;

	text[0] = '\0';
	if (elapsed * NANOSECONDS < INTERVAL_NANOSECONDS || state.done == 0)
		return;
	length = snprintf(text, size, "  %s/s",
			  format_size((uint64_t)speed, rate));
	if (state.total == PROGRESS_TOTAL_UNKNOWN || state.done > state.total)
		return;
	left = (double)(state.total - state.done) / speed;
	if (left > MOST_SECONDS)
		return;
	format_time_left(text + length, size - (size_t)length, left);
}

/* "  1.5M/2M" */
static void format_amount(char *text, size_t size)
{
	char done[FORMAT_SIZE_MAX], total[FORMAT_SIZE_MAX] = "?";

	if (state.total != PROGRESS_TOTAL_UNKNOWN)
		format_size(state.total, total);
	snprintf(text, size, "  %s/%s", format_size(state.done, done), total);
}

static void draw_bar(char *line, int room)
{
	int width = room - 4;
	int filled = width * (int)percent() / 100;

	if (width < 5 || state.total == PROGRESS_TOTAL_UNKNOWN)
		return;
	strcat(line, "  [");
	line += strlen(line);
	memset(line, filled ? '#' : '-', (size_t)width);
	memset(line + filled, '-', (size_t)(width - filled));
	strcpy(line + width, "]");
}

/* What matters most comes first, what does not fit is left out. */
static void show_bar(void)
{
	char line[LINE_MAX_COLUMNS + 1] = "";
	char amount[2 * FORMAT_SIZE_MAX + 4], speed[64];
	/* The last column would make some terminals wrap. */
	int room = terminal_columns() - 1;
	int length;

	if (room > LINE_MAX_COLUMNS)
		room = LINE_MAX_COLUMNS;
	if (state.total == PROGRESS_TOTAL_UNKNOWN)
		length = snprintf(line, sizeof(line), "%-6s", state.phase);
	else
		length = snprintf(line, sizeof(line), "%-6s %3u%%", state.phase,
				  percent());
	if (length > room)
		return;
	format_amount(amount, sizeof(amount));
	format_speed(speed, sizeof(speed));
	if ((int)(strlen(amount) + strlen(speed)) > room - length)
		speed[0] = '\0';
	if ((int)strlen(amount) > room - length)
		amount[0] = '\0';
	room -= length + (int)(strlen(amount) + strlen(speed));
	draw_bar(line, room);
	strcat(line, amount);
	strcat(line, speed);
	fprintf(stderr, "\r%-*s", state.columns, line);
	state.columns = (int)strlen(line);
	fflush(stderr);
}

static void show_json(void)
{
	char total[24] = "null";

	if (state.total != PROGRESS_TOTAL_UNKNOWN)
		snprintf(total, sizeof(total), "%" PRIu64, state.total);
	fprintf(stderr,
		"{\"phase\":\"%s\",\"done\":%" PRIu64 ",\"total\":%s}\n",
		state.phase, state.done, total);
}

static void show(bool always)
{
	int64_t time;

	if (!state.phase)
		return;
	service_tell_progress(state.phase, state.done, state.total);
	if (!state.bar && !state.json)
		return;
	time = now();
	if (!always && state.bar && time - state.shown < INTERVAL_NANOSECONDS)
		return;
	state.shown = time;
	if (state.json)
		show_json();
	else
		show_bar();
}

void progress_begin(const char *phase, uint64_t total)
{
	state.phase = phase;
	state.done = 0;
	state.total = total;
	state.began = now();
	show(true);
}

void progress_set(uint64_t done)
{
	state.done = done;
	show(false);
}

void progress_add(uint64_t bytes)
{
	progress_set(state.done + bytes);
}

void progress_refresh(void)
{
	if (state.phase && state.bar)
		show_bar();
}

void progress_end(void)
{
	progress_clear();
	state.phase = NULL;
}
