// SPDX-License-Identifier: GPL-2.0-or-later
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "format.h"

#define LINE_MAX_COLUMNS 120
#define INTERVAL_NANOSECONDS 100000000
#define NANOSECONDS 1000000000

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

/* "  1.5M/2M  340K/s" */
static void format_numbers(char *text, size_t size, bool with_rate)
{
	char done[FORMAT_SIZE_MAX], total[FORMAT_SIZE_MAX] = "?";
	char rate[FORMAT_SIZE_MAX];
	int64_t elapsed = now() - state.began;
	int length;

	if (state.total != PROGRESS_TOTAL_UNKNOWN)
		format_size(state.total, total);
	length = snprintf(text, size, "  %s/%s", format_size(state.done, done),
			  total);
	if (!with_rate || elapsed < INTERVAL_NANOSECONDS)
		return;
	format_size(
		(uint64_t)((double)state.done * NANOSECONDS / (double)elapsed),
		rate);
	snprintf(text + length, size - (size_t)length, "  %s/s", rate);
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
	char numbers[4 * FORMAT_SIZE_MAX];
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
	format_numbers(numbers, sizeof(numbers), true);
	if ((int)strlen(numbers) > room - length)
		format_numbers(numbers, sizeof(numbers), false);
	if ((int)strlen(numbers) > room - length)
		numbers[0] = '\0';
	draw_bar(line, room - length - (int)strlen(numbers));
	strcat(line, numbers);
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

	if (!state.phase || (!state.bar && !state.json))
		return;
	time = now();
	if (!always && time - state.shown < INTERVAL_NANOSECONDS)
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

void progress_add(uint64_t bytes)
{
	state.done += bytes;
	show(false);
}

void progress_end(void)
{
	if (state.json)
		show(true);
	progress_clear();
	state.phase = NULL;
}
