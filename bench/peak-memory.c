// SPDX-License-Identifier: BSD-2-Clause
/* peak-memory FILE COMMAND [ARGUMENT...]: how many KiB it had resident. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int store(const char *path, long kib)
{
	FILE *file = fopen(path, "w");

	if (!file)
		return -1;
	if (fprintf(file, "%ld\n", kib) < 0) {
		fclose(file);
		return -1;
	}
	return fclose(file);
}

int main(int argc, char **argv)
{
	struct rusage usage;
	int status;
	pid_t child;

	if (argc < 3)
		return 2;
	child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child ||
	    store(argv[1], usage.ru_maxrss)) {
		perror("peak-memory");
		return 1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
