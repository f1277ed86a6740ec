// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Plays the side of systemd that datagrams are sent to.
 * usage: datagrams SOCKET OUT COMMAND [ARGUMENT...]
 * Binds SOCKET, runs COMMAND, and puts what comes while it runs into OUT, a
 * line "--" behind each datagram. Ends as COMMAND does.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int bind_socket(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0 || strlen(path) >= sizeof(address.sun_path))
		err(125, "%s", path);
	strcpy(address.sun_path, path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)))
		err(125, "%s", path);
	return fd;
}

static void take_all(int fd, FILE *out)
{
	char datagram[65536];
	ssize_t length;

	while ((length = recv(fd, datagram, sizeof(datagram), 0)) >= 0) {
		fwrite(datagram, 1, (size_t)length, out);
		if (length == 0 || datagram[length - 1] != '\n')
			fputc('\n', out);
		fputs("--\n", out);
	}
	if (errno != EAGAIN)
		err(125, "recv");
}

/* The pipe ends when the command does. */
static void take_until_end(int fd, int pipe_fd, FILE *out)
{
	struct pollfd fds[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = pipe_fd, .events = POLLIN },
	};

	while (!(fds[1].revents & POLLHUP)) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			err(125, "poll");
		take_all(fd, out);
	}
}

int main(int argc, char **argv)
{
	int fd, ends[2], status;
	FILE *out;
	pid_t pid;

	if (argc < 4)
		errx(125, "usage: datagrams SOCKET OUT COMMAND...");
	fd = bind_socket(argv[1]);
	out = fopen(argv[2], "we");
	if (!out || pipe(ends))
		err(125, "%s", argv[2]);
	pid = fork();
	if (pid < 0)
		err(125, "fork");
	if (pid == 0) {
		close(ends[0]);
		execvp(argv[3], argv + 3);
		err(127, "%s", argv[3]);
	}
	close(ends[1]);
	take_until_end(fd, ends[0], out);
	take_all(fd, out);
	if (fclose(out) || waitpid(pid, &status, 0) != pid)
		err(125, "%s", argv[2]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}
