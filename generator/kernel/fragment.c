// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/fragment.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/board/closure.h"

#define MAX_WHY 600		/* of the reason why a driver can't be had */

/* ---- what is to be driven */

/* The machine, its CPUs and the root of the interrupt tree. */
static bool is_processor(const struct tree *tree, const struct tree_node *node)
{
	return !node->parent || drivers_is_root_interrupt_controller(tree, node) ||
	       (node->depth == 2 && !strcmp(node->parent->name, "cpus"));
}

/* The nodes that drivers: only lists, and those that no kernel does without. */
static int list_nodes(struct fragment *fragment, struct error *error)
{
	const struct fragment_source *source = fragment->source;
	const struct board *board = source->board;
	const struct prune_options names = {
		.labels = source->labels, .board_file = board->path,
	};

	if (!board->nr_drivers_only)
		return 0;
	fragment->listed = memory_new(source->tree->nr_nodes, sizeof(bool));
	for (size_t i = 0; i < source->tree->nr_nodes; i++)
		fragment->listed[i] = is_processor(source->tree, &source->tree->nodes[i]);
	for (unsigned int i = 0; i < board->nr_drivers_only; i++) {
		const struct tree_node *node =
			closure_find(source->tree, &names, "drivers: only",
				     board->drivers_only[i], error);

		if (!node)
			return -1;
		fragment->listed[node->index] = true;
	}
	return 0;
}

struct open_context {
	fragment_progress *progress;
};

static void report(size_t done, size_t total, void *context)
{
	const struct open_context *open = context;

	(void)total;
	if (!done && open->progress)
		open->progress("reading the kernel tree");
}

int fragment_kernel_open(struct fragment_kernel *kernel, const char *tree,
			 const struct board *board, bool ahead,
			 fragment_progress *progress, struct error *error)
{
	struct open_context context = { progress };
	const struct index_options index = {
		.progress = { report, &context },
		.ahead = ahead,
	};
	const struct kconfig_options kconfig = {
		.tree = tree,
		.arch = board->arch,
		.cross_compile = board->cross_compile,
	};

	*kernel = (struct fragment_kernel){ 0 };
	if (kernel_index_open(&kernel->index, tree, &index, error))
		return -1;
	kernel->kconfig = kconfig_open(&kconfig, error);
	return kernel->kconfig ? 0 : -1;
}

void fragment_kernel_close(struct fragment_kernel *kernel)
{
	kconfig_close(kernel->kconfig);
	kernel_index_close(&kernel->index);
}

static int open_tree(struct fragment *fragment, struct error *error)
{
	const struct fragment_source *source = fragment->source;
	struct fragment_kernel *opened = source->opened;

	if (!opened) {
		opened = &fragment->own;
		if (fragment_kernel_open(opened, source->kernel, source->board, false,
					 source->progress, error))
			return -1;
	}
	fragment->index = &opened->index;
	fragment->kconfig = opened->kconfig;
	return 0;
}

int fragment_prepare(struct fragment *fragment, const struct fragment_source *source,
		     struct error *error)
{
	struct drivers_source drivers = { 0 };
	struct goals_source goals = { 0 };

	*fragment = (struct fragment){ .source = source };
	if (list_nodes(fragment, error) || open_tree(fragment, error))
		return -1;
	drivers = (struct drivers_source){
		.index = fragment->index,
		.kconfig = fragment->kconfig,
		.tree = source->tree,
		.kept = source->prune->nodes,
		.listed = fragment->listed,
	};
	drivers_find(&fragment->drivers, &drivers);
	goals = (struct goals_source){
		.index = fragment->index,
		.kconfig = fragment->kconfig,
		.drivers = &fragment->drivers,
		.tree = source->tree,
		.board = source->board,
		.tables = source->tables,
		.nr_tables = source->nr_tables,
		.dt = source->dt,
	};
	return goals_make(&fragment->goals, &goals, error);
}

/* ---- the lines */

static struct solver_goal solver_goal(const struct goal *goal)
{
	return (struct solver_goal){ goal->condition, goal->reasons.items[0].text };
}

/* All goals but those that can't be had, and nothing for what is always so. */
static void state_problem(struct fragment *fragment)
{
	struct solver_problem *problem = &fragment->problem;
	size_t count = fragment->goals.items.count;

	free(fragment->wanted);
	free(fragment->numbers);
	fragment->wanted = memory_new(count + 1, sizeof(fragment->wanted[0]));
	fragment->numbers = memory_new(count + 1, sizeof(fragment->numbers[0]));
	*problem = (struct solver_problem){ .goals = fragment->wanted };
	for (size_t i = 0; i < count; i++) {
		const struct goal *goal = &fragment->goals.items.items[i];

		if (goal->impossible || goal->condition->kind == CONDITION_TRUE)
			continue;
		fragment->numbers[problem->nr_goals] = i;
		fragment->wanted[problem->nr_goals++] = solver_goal(goal);
	}
}

/*
 * Solve for the processor alone, and one more goal (NULL: none). The values
 * stay in kconfig.
 */
static int try_processor(struct fragment *fragment, const struct goal *more,
			 struct error *error)
{
	const size_t count = fragment->goals.items.count;
	struct solver_goal *goals = memory_new(count + 2, sizeof(goals[0]));
	struct solver_problem problem = { .goals = goals, .probe = true };
	struct solver_solution solution;
	int result;

	for (size_t i = 0; i < count; i++) {
		const struct goal *goal = &fragment->goals.items.items[i];

		if (goal->processor && goal != more && !goal->impossible)
			goals[problem.nr_goals++] = solver_goal(goal);
	}
	if (more)
		goals[problem.nr_goals++] = solver_goal(more);
	result = solver_solve(fragment->kconfig, &problem, &solution, error);
	if (!result)
		solver_solution_free(&solution);
	free(goals);
	return result;
}

/* As many lines of a message as aren't too long. */
static char *shortened(const char *message)
{
	const char *end = message + strcspn(message, "\n");

	while (*end && end + 1 + strcspn(end + 1, "\n") - message <= MAX_WHY)
		end += 1 + strcspn(end + 1, "\n");
	return memory_strndup(message, end - message);
}

static bool rule_out(struct fragment *fragment, struct goal *goal)
{
	struct error error = ERROR_INIT;

	if (goal->impossible || goal->condition->kind == CONDITION_TRUE ||
	    !try_processor(fragment, goal, &error))
		return false;
	goal->impossible = shortened(error.text);
	return true;
}

/*
 * Without an MMU or with one: what the processor and the machine come to is so
 * for all the rest, which might as well have another processor.
 */
static int settle_mmu(struct fragment *fragment, struct error *error)
{
	const char *mmu = NULL;
	bool known = false;
	struct goal *goal;

	for (size_t i = 0; i < fragment->goals.items.count; i++) {
		goal = &fragment->goals.items.items[i];
		if (goal->machine && !rule_out(fragment, goal)) {
			goal->processor = true;
			mmu = kconfig_value(fragment->kconfig, "MMU");
		}
		known |= goal->processor;
	}
	if (!known || kconfig_symbol_type(fragment->kconfig, "MMU") == KCONFIG_TYPE_UNKNOWN)
		return 0;
	if (!mmu && try_processor(fragment, NULL, error))
		return -1;
	mmu = mmu ? mmu : kconfig_value(fragment->kconfig, "MMU");
	goal = goals_add(&fragment->goals, GOAL_MACHINE,
			 condition_equals(fragment->index->pool, "MMU", mmu),
			 memory_printf("the processor has %s", *mmu == 'y' ?
				       "an MMU" : "no MMU"));
	goal->processor = true;
	return 0;
}

/* Drivers that this machine's kernel can't have at all; how many there are. */
static size_t rule_out_drivers(struct fragment *fragment)
{
	size_t count = 0;

	for (size_t i = 0; i < fragment->goals.items.count; i++) {
		struct goal *goal = &fragment->goals.items.items[i];

		if (goal->group == GOAL_DRIVER && !goal->processor)
			count += rule_out(fragment, goal);
	}
	return count;
}

int fragment_solve(struct fragment *fragment, struct error *error)
{
	struct error ignored = ERROR_INIT;
	int result;

	if (settle_mmu(fragment, error))
		return -1;
	state_problem(fragment);
	fragment->problem.brief = true;
	result = solver_solve(fragment->kconfig, &fragment->problem,
			      &fragment->solution, &ignored);
	if (result) {
		rule_out_drivers(fragment);
		state_problem(fragment);
		result = solver_solve(fragment->kconfig, &fragment->problem,
				      &fragment->solution, error);
	}
	if (!result)
		fragment_leave_platforms(fragment);
	return result;
}

void fragment_condition_text(const struct condition *condition, struct buffer *text)
{
	/* an option of MMU-less kernels: "MMU || A=1" */
	if (condition->kind == CONDITION_OR && condition->nr_operands == 2)
		for (size_t i = 0; i < 2; i++)
			if (condition->operands[i]->kind == CONDITION_SYMBOL &&
			    !strcmp(condition->operands[i]->symbol, "MMU")) {
				fragment_condition_text(condition->operands[!i], text);
				buffer_add_string(text, " (or MMU)");
				return;
			}
	/* "A=n" is !A, and of a tristate !A && !A=m */
	if (condition->kind == CONDITION_AND && condition->nr_operands == 2 &&
	    condition->operands[0]->kind == CONDITION_NOT &&
	    condition->operands[1]->kind == CONDITION_NOT &&
	    condition->operands[0]->operands[0]->kind == CONDITION_SYMBOL &&
	    condition->operands[1]->operands[0]->kind == CONDITION_SYMBOL &&
	    !strcmp(condition->operands[0]->operands[0]->symbol,
		    condition->operands[1]->operands[0]->symbol))
		condition = condition->operands[0];
	if (condition->kind == CONDITION_NOT &&
	    condition->operands[0]->kind == CONDITION_SYMBOL)
		buffer_printf(text, "%s=n", condition->operands[0]->symbol);
	else
		condition_text(condition, text);
}

void fragment_free(struct fragment *fragment)
{
	solver_solution_free(&fragment->solution);
	free(fragment->wanted);
	free(fragment->numbers);
	goals_free(&fragment->goals);
	drivers_free(&fragment->drivers);
	fragment_kernel_close(&fragment->own);
	free(fragment->listed);
	*fragment = (struct fragment){ 0 };
}
