// SPDX-License-Identifier: BSD-2-Clause

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "discover/procmtd.h"
#include "log.h"

/* A hexadecimal number and the blanks after it; NULL if there is none. */
static char *parse_hex(char *text, uint64_t *number)
{
	char *end;

	if (!isxdigit((unsigned char)*text))
		return NULL;
	errno = 0;
	*number = strtoull(text, &end, 16);
	if (errno || *end != ' ')
		return NULL;
	while (*end == ' ')
		end++;
	return end;
}

/*
 * mtd%d: %8.8llx %8.8x "%s" (drivers/mtd/mtdcore.c, mtd_proc_show()). The name
 * is not escaped: it ends at the last quote.
 */
static bool parse_line(char *line, struct fm_mtd_description *mtd)
{
	char *colon = strchr(line, ':');
	char *rest, *quote;

	if (!colon || colon[1] != ' ')
		return false;
	*colon = '\0';
	mtd->number = fm_parse_unit(line, "mtd");
	*colon = ':';
	if (mtd->number < 0)
		return false;
	rest = parse_hex(colon + 2, &mtd->size);
	if (rest)
		rest = parse_hex(rest, &mtd->erase_size);
	if (!rest || *rest != '"')
		return false;
	quote = strrchr(rest, '"');
	if (quote == rest || quote[1] != '\0')
		return false;
	*quote = '\0';
	mtd->name = rest + 1;
	return true;
}

static int add_line(char *line, struct fm_description *description)
{
	struct fm_mtd_description parsed = { .parent_number = FM_NO_MTD };
	struct fm_mtd_description *mtd;

	if (!parse_line(line, &parsed))
		return fm_description_add_finding(
			description, "proc-mtd-line", FM_NO_MTD,
			"/proc/mtd has a line that is not understood: %s",
			line);
	parsed.name = strdup(parsed.name);
	mtd = parsed.name ? fm_description_add_mtd(description) : NULL;
	if (!mtd) {
		free(parsed.name);
		return -ENOMEM;
	}
	*mtd = parsed;
	return 0;
}

int fm_procmtd_parse(char *text, struct fm_description *description)
{
	char *rest = NULL;
	char *line = strtok_r(text, "\n", &rest);
	int rc = 0;

	if (!line || strncmp(line, "dev:", 4) != 0) {
		fm_log(FLASHMAP_LOG_ERROR, "/proc/mtd", -EINVAL,
		       "it does not begin with a line \"dev:\"");
		return -EINVAL;
	}
	while (!rc && (line = strtok_r(NULL, "\n", &rest)))
		rc = add_line(line, description);
	return rc;
}

int fm_procmtd_scan(const struct fm_root *root,
		    struct fm_description *description)
{
	char *text;
	int rc;

	rc = fm_root_read_file(root, "proc/mtd", &text);
	if (rc < 0)
		return rc;
	rc = fm_procmtd_parse(text, description);
	free(text);
	return rc;
}
