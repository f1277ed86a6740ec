/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What glibc's headers make of printf() and the like, for libraries of Debian's
 * that are linked with musl. They do not check: nothing but tests runs them.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

int vasprintf(char **text, const char *format, va_list args);

int __fprintf_chk(FILE *file, int flag, const char *format, ...);
int __printf_chk(int flag, const char *format, ...);
int __snprintf_chk(char *text, size_t size, int flag, size_t room,
		   const char *format, ...);
int __sprintf_chk(char *text, int flag, size_t room, const char *format, ...);
int __vasprintf_chk(char **text, int flag, const char *format, va_list args);
int __vfprintf_chk(FILE *file, int flag, const char *format, va_list args);
int __vsnprintf_chk(char *text, size_t size, int flag, size_t room,
		    const char *format, va_list args);
void __vsyslog_chk(int priority, int flag, const char *format, va_list args);
char *__strcat_chk(char *to, const char *from, size_t room);
char *__strcpy_chk(char *to, const char *from, size_t room);
ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room);
int __isoc99_sscanf(const char *text, const char *format, ...);

#define PASS_ON(call)			\
	va_list args;			\
	int rc;				\
					\
	va_start(args, format);		\
	rc = (call);			\
	va_end(args);			\
	return rc

int __fprintf_chk(FILE *file, int flag, const char *format, ...)
{
	(void)flag;
	PASS_ON(vfprintf(file, format, args));
}

int __printf_chk(int flag, const char *format, ...)
{
	(void)flag;
	PASS_ON(vprintf(format, args));
}

int __snprintf_chk(char *text, size_t size, int flag, size_t room,
		   const char *format, ...)
{
	(void)flag;
	(void)room;
	PASS_ON(vsnprintf(text, size, format, args));
}

int __sprintf_chk(char *text, int flag, size_t room, const char *format, ...)
{
	(void)flag;
	PASS_ON(vsnprintf(text, room, format, args));
}

int __isoc99_sscanf(const char *text, const char *format, ...)
{
	PASS_ON(vsscanf(text, format, args));
}

int __vasprintf_chk(char **text, int flag, const char *format, va_list args)
{
	(void)flag;
	return vasprintf(text, format, args);
}

int __vfprintf_chk(FILE *file, int flag, const char *format, va_list args)
{
	(void)flag;
	return vfprintf(file, format, args);
}

int __vsnprintf_chk(char *text, size_t size, int flag, size_t room,
		    const char *format, va_list args)
{
	(void)flag;
	(void)room;
	return vsnprintf(text, size, format, args);
}

void __vsyslog_chk(int priority, int flag, const char *format, va_list args)
{
	(void)flag;
	vsyslog(priority, format, args);
}

char *__strcat_chk(char *to, const char *from, size_t room)
{
	(void)room;
	return strcat(to, from);
}

char *__strcpy_chk(char *to, const char *from, size_t room)
{
	(void)room;
	return strcpy(to, from);
}

ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room)
{
	(void)room;
	return read(fd, buffer, size);
}
