/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The grammar: walks over a text, and runs it.
 *
 *   line      list? newline
 *   list      and-or ((; | & | newline) and-or)* [; | & | newline]
 *   and-or    pipeline ((&& | ||) newline* pipeline)*
 *   pipeline  [!] command (| newline* command)*
 *   command   simple | compound redirection* | ( list ) redirection*
 *   simple    (NAME=word | redirection)* (word | redirection)*
 *   compound  if list then list (elif list then list)* [else list] fi
 *             while list do list done, until list do list done
 *             for NAME [in word* | ;] newline* do list done
 *             { list }
 */
#ifndef SH_WALK_H
#define SH_WALK_H

#include "sh.h"

enum verdict {
	TEXT_DONE,
	TEXT_MORE,	/* incomplete: the lines that follow belong to it */
	TEXT_WRONG,	/* a syntax error, which was reported; status is 2 */
};

/*
 * Runs a text, one line (with what belongs to it) after the other, as long as
 * nothing in it wants to end. `line` is the number of its first line; 0: no
 * message has line numbers. Incomplete text is an error when nothing can come
 * behind it (`final`), and else not run.
 */
enum verdict walk_text(struct sh *sh, const char *text, const char *end,
		       unsigned int line, bool final);

#endif
