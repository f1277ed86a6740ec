// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/doctor.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "environment.h"
#include "format.h"
#include "json.h"
#include "report.h"

static int (*const checks[])(struct doctor *doctor) = {
	doctor_check_map,      doctor_check_areas, doctor_check_slots,
	doctor_check_nodes,    doctor_check_use,   doctor_check_libmtd,
	doctor_check_mtdblock,
};

#define CHECKS (sizeof(checks) / sizeof(*checks))

/* what is owned from here on; NULL is no memory. */
static void add(struct doctor *doctor, const char *code, char *what,
		const char *label, int mtd)
{
	struct doctor_finding *findings = reallocarray(
		doctor->findings, doctor->finding_count + 1, sizeof(*findings));

	if (findings)
		doctor->findings = findings;
	if (!findings || !what) {
		free(what);
		doctor->out_of_memory = true;
		return;
	}
	findings[doctor->finding_count++] = (struct doctor_finding){
		.code = code,
		.about = doctor_find_code(code),
		.what = what,
		.label = label,
		.mtd = mtd,
	};
}

void doctor_add(struct doctor *doctor, const char *code,
		const struct area *area, const char *format, ...)
{
	va_list arguments;
	char *what;

	va_start(arguments, format);
	if (vasprintf(&what, format, arguments) < 0)
		what = NULL;
	va_end(arguments);
	add(doctor, code, what, area ? area->info.label : NULL,
	    area ? area->info.mtd : FLASHMAP_NO_MTD);
}

void doctor_add_mtd(struct doctor *doctor, const char *code, int mtd,
		    const char *what)
{
	const char *label = NULL;
	char *copy;

	for (size_t i = 0; i < doctor->areas.count && mtd >= 0; i++)
		if (doctor->areas.items[i].info.mtd == mtd)
			label = doctor->areas.items[i].info.label;
	if (asprintf(&copy, "%s", what) < 0)
		copy = NULL;
	add(doctor, code, copy, label, mtd);
}

static size_t count(const struct doctor *doctor, enum doctor_severity severity)
{
	size_t found = 0;

	for (size_t i = 0; i < doctor->finding_count; i++)
		if (doctor->findings[i].about->severity == severity)
			found++;
	return found;
}

static const char *severity_name(const struct doctor_finding *finding)
{
	return finding->about->severity == DOCTOR_FAULT ? "fault" : "note";
}

static void print_finding(const struct doctor_finding *finding)
{
	printf("%s: %s", severity_name(finding), finding->code);
	if (finding->label) {
		fputs(": ", stdout);
		format_print_escaped(stdout, finding->label);
	}
	if (finding->mtd != FLASHMAP_NO_MTD)
		printf("%smtd%d", finding->label ? ", " : ": ", finding->mtd);
	fputs("\n  ", stdout);
	format_print_escaped(stdout, finding->what);
	printf("\n  why: %s\n  do: %s\n", finding->about->why,
	       finding->about->what_to_do);
}

static void print_text(const struct doctor *doctor)
{
	size_t faults = count(doctor, DOCTOR_FAULT);
	char found[FORMAT_COUNT_MAX];

	for (size_t i = 0; i < doctor->finding_count; i++)
		print_finding(&doctor->findings[i]);
	if (faults == 0)
		report_result("no fault found");
	else
		report_result("%s found", format_count(faults, "fault", found));
}

static struct json *finding_json(const struct doctor_finding *finding)
{
	struct json *object = json_make_object();
	char mtd[16];

	snprintf(mtd, sizeof(mtd), "mtd%d", finding->mtd);
	json_set_string(object, "code", finding->code);
	json_set_string(object, "severity", severity_name(finding));
	json_set_string(object, "area", finding->label);
	json_set_string(object, "mtd",
			finding->mtd == FLASHMAP_NO_MTD ? NULL : mtd);
	json_set_string(object, "what", finding->what);
	json_set_string(object, "why", finding->about->why);
	json_set_string(object, "what_to_do", finding->about->what_to_do);
	return object;
}

static int print_json(const struct doctor *doctor)
{
	struct json *document = json_make_document();
	struct json *findings = json_make_array();

	json_set_number(document, "faults", count(doctor, DOCTOR_FAULT));
	json_set_number(document, "notes", count(doctor, DOCTOR_NOTE));
	json_set(document, "findings", findings);
	for (size_t i = 0; i < doctor->finding_count; i++)
		json_append(findings, finding_json(&doctor->findings[i]));
	return json_print(document);
}

static const char *find_root(const struct options *options)
{
	const char *root = options->root;

	if (options->simulator)
		return NULL;
	if (root || options->devicetree)
		return root ? root : "";
	if (environment_peek("FLASHMAP_SIM"))
		return NULL;
	root = environment_peek("FLASHMAP_ROOT");
	return root ? root : "";
}

static int examine(struct doctor *doctor)
{
	int error = areas_collect(doctor->context->map, &doctor->areas);

	for (size_t i = 0; i < CHECKS && !error; i++)
		error = checks[i](doctor);
	if (!error && doctor->out_of_memory)
		error = -ENOMEM;
	if (error)
		return report_failure(error, NULL, "cannot look at the board");
	return STATUS_DONE;
}

static int run(const struct context *context)
{
	struct doctor doctor = {
		.context = context,
		.root = find_root(context->options),
	};
	int status = examine(&doctor);

	if (!status && context->options->json)
		status = print_json(&doctor);
	else if (!status)
		print_text(&doctor);
	if (!status && count(&doctor, DOCTOR_FAULT) > 0)
		status = STATUS_DIFFERENT;
	for (size_t i = 0; i < doctor.finding_count; i++)
		free(doctor.findings[i].what);
	free(doctor.findings);
	areas_free(&doctor.areas);
	return status;
}

const struct command command_doctor = {
	.name = "doctor",
	.arguments = "",
	.summary = "look for faults of the board and its flash map",
	.details = "Look for what is wrong with the board, its device tree "
		   "and its flash map, and\n"
		   "tell why it matters and what to do. Reads no data. Exit 3 "
		   "if there is a fault.",
	.operands = 0,
	.options = OPTIONS_GLOBAL,
	.run = run,
};
