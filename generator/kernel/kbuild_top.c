// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What make knows before it reads a folder: the top Makefile, for all
 * architectures at once.
 */
#include "generator/kernel/kbuild_private.h"

#include <string.h>

/* A variable that no makefile changes. */
static void fix_words(struct make *make, const char *name, const make_words *words)
{
	struct make_variable *variable;

	make_assign_words(make, name, words);
	variable = map_get(&make->scope->variables, name);
	variable->fixed = true;
	variable->exported = true;
}

void kbuild_fix(struct make *make, const char *name, const char *text)
{
	make_words words = { 0 };

	make_split(make, condition_true(make->pool), text, &words);
	fix_words(make, name, &words);
	array_free(&words);
}

/*
 * SRCARCH is each folder of arch/ that has a makefile, under the condition of
 * that name. A few kernels are built with an ARCH that is no folder.
 */
static void fix_architectures(struct make *make, const struct source_files *files)
{
	static const struct {
		const char *folder;
		const char *architectures[2];
	} several[] = {
		{ "x86", { "i386", "x86_64" } },
		{ "sparc", { "sparc32", "sparc64" } },
		{ "parisc", { "parisc64" } },
	};
	make_words srcarchs = { 0 }, archs = { 0 };

	for (size_t i = 0; i < files->files.count; i++) {
		const char *path = files->files.items[i].path, *slash;
		const struct condition *when;
		const char *name;

		if (strncmp(path, "arch/", 5) || !(slash = strchr(path + 5, '/')) ||
		    strcmp(slash, "/Makefile"))
			continue;
		name = make_string(make, path + 5, (size_t)(slash - path) - 5);
		when = condition_equals(make->pool, "SRCARCH", name);
		make_add_word(&srcarchs, when, name);
		for (size_t k = 0; k < sizeof(several) / sizeof(several[0]); k++)
			for (size_t a = 0; a < 2 && !strcmp(several[k].folder, name); a++) {
				const char *arch = several[k].architectures[a];
				const struct condition *is;

				if (!arch)
					continue;
				is = condition_equals(make->pool, "ARCH", arch);
				make_add_word(&archs, condition_and(make->pool, when, is), arch);
				when = condition_and(make->pool, when,
						     condition_not(make->pool, is));
			}
		make_add_word(&archs, when, name);
	}
	fix_words(make, "SRCARCH", &srcarchs);
	fix_words(make, "ARCH", &archs);
	array_free(&srcarchs);
	array_free(&archs);
}

void kbuild_read_top(struct make *make, const struct source_files *files,
		     struct make_scope *prelude, struct make_scope *root)
{
	make->scope = prelude;
	make_read_file(make, "scripts/Kbuild.include");
	make->scope = root;
	kbuild_fix(make, "srctree", ".");
	kbuild_fix(make, "objtree", ".");
	kbuild_fix(make, "abs_srctree", ".");
	kbuild_fix(make, "abs_objtree", ".");
	kbuild_fix(make, "CURDIR", ".");
	kbuild_fix(make, "MAKEFILE_LIST", "Makefile");
	kbuild_fix(make, "MAKEFLAGS", "--no-print-directory");
	kbuild_fix(make, "MAKE_VERSION", "4.3");
	kbuild_fix(make, ".FEATURES", "output-sync");
	kbuild_fix(make, "sub_make_done", "1");
	/* user mode Linux is for the machine it is built on; the kernel's tests say x86 */
	kbuild_fix(make, "SUBARCH", "x86");
	kbuild_fix(make, "CC", "gcc");
	fix_architectures(make, files);
	make_read_file(make, "Makefile");
}
