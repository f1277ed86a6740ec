// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Plays logind on the bus of DBUS_SYSTEM_BUS_ADDRESS.
 * usage: fake-logind answer|refuse|ignore
 * Says on standard output what it is asked to inhibit, and when that is let
 * go.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

static const char *manner;

static int released(sd_event_source *source, int fd, uint32_t events,
		    void *user_data)
{
	(void)events;
	(void)user_data;
	puts("released");
	close(fd);
	return sd_event_source_set_enabled(source, SD_EVENT_OFF);
}

static int answer(sd_bus_message *call)
{
	sd_bus *bus = sd_bus_message_get_bus(call);
	int ends[2], error;

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	error = sd_event_add_io(sd_bus_get_event(bus), NULL, ends[0], 0,
				released, NULL);
	if (error >= 0)
		error = sd_bus_reply_method_return(call, "h", ends[1]);
	close(ends[1]);
	return error;
}

static int inhibit(sd_bus_message *call, void *user_data, sd_bus_error *error)
{
	const char *what, *who, *why, *mode;
	int rc = sd_bus_message_read(call, "ssss", &what, &who, &why, &mode);

	(void)user_data;
	if (rc < 0)
		return rc;
	printf("inhibit|%s|%s|%s|%s\n", what, who, why, mode);
	if (strcmp(manner, "ignore") == 0)
		return 1;
	if (strcmp(manner, "refuse") == 0)
		return sd_bus_error_set(error, SD_BUS_ERROR_ACCESS_DENIED,
					"not you");
	return answer(call);
}

static const sd_bus_vtable table[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_METHOD("Inhibit", "ssss", "h", inhibit,
		      SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_VTABLE_END,
};

int main(int argc, char **argv)
{
	sd_event *event = NULL;
	sd_bus *bus = NULL;

	if (argc != 2)
		errx(2, "usage: fake-logind answer|refuse|ignore");
	manner = argv[1];
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (sd_event_default(&event) < 0 || sd_bus_open_system(&bus) < 0 ||
	    sd_bus_attach_event(bus, event, 0) < 0 ||
	    sd_bus_add_object_vtable(bus, NULL, "/org/freedesktop/login1",
				     "org.freedesktop.login1.Manager", table,
				     NULL) < 0 ||
	    sd_bus_request_name(bus, "org.freedesktop.login1", 0) < 0)
		errx(1, "no bus");
	puts("ready");
	return sd_event_loop(event) < 0;
}
