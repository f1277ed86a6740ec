// SPDX-License-Identifier: GPL-2.0-or-later
#include "systemd/service.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <systemd/sd-bus.h>

/* Flash must not wait long for those who may be gone. */
#define PATIENCE_USEC ((uint64_t)3 * 1000 * 1000)

/* The inhibitor lasts for as long as this is open. */
static int held = -1;

static uint64_t now_usec(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/*
 * To connect would start D-Bus where it is not, and what belongs to a boot
 * that has not come so far. logind makes this folder and needs D-Bus.
 */
static bool is_logind_there(void)
{
	return secure_getenv("DBUS_SYSTEM_BUS_ADDRESS") ||
	       access("/run/systemd/seats/", F_OK) == 0;
}

/* sd_bus_call() would wait for a minute and more for a bus that is silent. */
static int wait_until_ready(sd_bus *bus, uint64_t deadline)
{
	for (;;) {
		int error = sd_bus_is_ready(bus);
		uint64_t now = now_usec();

		if (error)
			return error < 0 ? error : 0;
		error = sd_bus_process(bus, NULL);
		if (error < 0)
			return error;
		if (error > 0)
			continue;
		if (now >= deadline)
			return -ETIMEDOUT;
		error = sd_bus_wait(bus, deadline - now);
		if (error < 0)
			return error;
	}
}

static int make_call(sd_bus *bus, const char *why, sd_bus_message **call)
{
	int error = sd_bus_message_new_method_call(
		bus, call, "org.freedesktop.login1", "/org/freedesktop/login1",
		"org.freedesktop.login1.Manager", "Inhibit");

	if (error >= 0)
		error = sd_bus_message_set_auto_start(*call, 0);
	if (error >= 0)
		error = sd_bus_message_append(*call, "ssss", "shutdown:sleep",
					      "flashmap", why, "block");
	return error < 0 ? error : 0;
}

static int send_call(sd_bus *bus, sd_bus_message *call, uint64_t deadline,
		     sd_bus_message **reply)
{
	const uint64_t now = now_usec();

	/* 0 would be its own idea of how long. */
	if (now >= deadline)
		return -ETIMEDOUT;
	return sd_bus_call(bus, call, deadline - now, NULL, reply);
}

/* The descriptor in the reply is the reply's own. */
static int hold_reply(sd_bus_message *reply)
{
	int fd, error = sd_bus_message_read(reply, "h", &fd);

	if (error < 0)
		return error;
	held = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return held < 0 ? -errno : 0;
}

int service_inhibit(const char *why)
{
	const uint64_t deadline = now_usec() + PATIENCE_USEC;
	sd_bus_message *call = NULL, *reply = NULL;
	sd_bus *bus = NULL;
	int error;

	if (held >= 0)
		return 0;
	if (!is_logind_there())
		return -ENOENT;
	error = sd_bus_open_system(&bus);
	if (error >= 0)
		error = wait_until_ready(bus, deadline);
	if (error >= 0)
		error = make_call(bus, why, &call);
	if (error >= 0)
		error = send_call(bus, call, deadline, &reply);
	if (error >= 0)
		error = hold_reply(reply);
	sd_bus_message_unref(reply);
	sd_bus_message_unref(call);
	/* Without a flush, which could wait too. */
	sd_bus_close_unref(bus);
	return error < 0 ? error : 0;
}

void service_release(void)
{
	if (held >= 0)
		close(held);
	held = -1;
}
