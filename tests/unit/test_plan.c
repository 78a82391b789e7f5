// SPDX-License-Identifier: GPL-2.0-or-later
/* What budgets come to. */
#include "tests/unit/budget_fixture.h"

static void test_ample(void **state)
{
	struct knobs knobs = read_knobs();
	struct budget budget = good_budget("ram: 16M\n", &knobs);
	struct plan plan = plan_of(&budget, &knobs);

	(void)state;
	assert_true(plan.met);
	assert_int_equal(plan.answer.changes, 0);
	assert_true(plan.answer.cost.loss == 0);
	for (size_t i = 0; i < knobs.nr_knobs; i++)
		assert_int_equal(plan.answer.values[i], knobs.knobs[i].kernels);
	plan_free(&plan);
	budget_free(&budget);
	knobs_free(&knobs);
}

/* More RAM never gives more loss; and what fits is what was predicted. */
static void test_monotone(void **state)
{
	struct knobs knobs = read_knobs();
	struct budget budget = good_budget("ram: 320K\nfree: 20K\nflash: 1080K\n",
					   &knobs);
	uint64_t loss = UINT64_MAX;
	size_t unmet = 0;

	(void)state;
	for (uint64_t ram = 64 << 10; ram <= 9 << 20;
	     ram += ram < 1 << 20 ? 1000 : 30000) {
		struct plan plan;

		budget.ram = ram;
		plan = plan_of(&budget, &knobs);
		if (plan.met) {
			assert_true(plan.answer.cost.loss <= loss);
			assert_true(plan.prediction.needed == plan.answer.cost.ram);
			assert_true(plan.prediction.parts[PART_FLASH] ==
				    plan.answer.cost.flash);
			assert_true(plan.prediction.needed <= ram);
			assert_true(plan.answer.cost.flash <= budget.flash);
			loss = plan.answer.cost.loss;
		} else {
			assert_true(loss == UINT64_MAX);
			assert_true(plan.least > ram);
			unmet++;
		}
		plan_free(&plan);
	}
	assert_true(unmet > 0);
	assert_true(loss < UINT64_MAX);
	budget_free(&budget);
	knobs_free(&knobs);
}

/* ---- plans against trying all values */

static bool rule_allows(const uint8_t *values, size_t at,
			const struct knob_rule *rule)
{
	if (rule->is_feature || !(rule->at >> values[at] & 1))
		return true;
	return (rule->values >> values[rule->other] & 1) != rule->excludes;
}

static bool allowed(const struct plan *plan, const uint8_t *values)
{
	for (size_t i = 0; i < plan->knobs->nr_knobs; i++)
		for (size_t k = 0; k < plan->knobs->knobs[i].nr_rules; k++)
			if (!rule_allows(values, i,
					 &plan->knobs->knobs[i].rules[k]))
				return false;
	return true;
}

struct trial {
	uint64_t loss;		/* the least within ram and flash */
	uint64_t least;		/* RAM, within flash */
};

static void try_all(const struct plan *plan, uint8_t *values, size_t at,
		    struct trial *trial)
{
	const struct knobs *knobs = plan->knobs;
	struct prediction prediction;
	uint64_t loss = 0, least;

	if (at < knobs->nr_knobs) {
		for (unsigned int i = 0; i < knobs->knobs[at].nr_values; i++)
			if (plan->values[at] >> i & 1) {
				values[at] = (uint8_t)i;
				try_all(plan, values, at + 1, trial);
			}
		return;
	}
	predict(&prediction, knobs, plan->base, values, plan->budget->ram,
		plan->budget->free);
	if (!allowed(plan, values) ||
	    prediction.parts[PART_FLASH] > plan->budget->flash)
		return;
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		loss += knobs->knobs[i].loss[values[i]];
	if (prediction.needed <= plan->budget->ram && loss < trial->loss)
		trial->loss = loss;
	least = predict_least_ram(knobs, plan->base, values, plan->budget->free);
	if (least < trial->least)
		trial->least = least;
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static void test_against_all(void **state)
{
	struct knobs knobs = read_knobs();
	struct budget budget = good_budget("ram: 320K\nfeatures: []\n", &knobs);
	size_t met = 0, unmet = 0;
	uint64_t seed = 88172645463325252;

	(void)state;
	for (size_t round = 0; round < 200; round++) {
		struct trial trial = { UINT64_MAX, UINT64_MAX };
		struct error error = ERROR_INIT;
		uint8_t values[SOLVE_VARIABLES] = { 0 };
		struct plan plan;

		/* at most five knobs are free, so that there are few */
		for (size_t i = 0; i < knobs.nr_knobs; i++)
			budget.bounds[i] = UINT32_C(1) <<
				next_random(&seed) % knobs.knobs[i].nr_values;
		for (size_t i = 0; i < 5; i++) {
			size_t at = next_random(&seed) % knobs.nr_knobs;

			budget.bounds[at] = knob_values(&knobs.knobs[at]);
		}
		budget.ram = (150 + next_random(&seed) % 500) << 10;
		budget.free = next_random(&seed) % 3 * (16 << 10);
		budget.flash = round % 2 ? BUDGET_NO_LIMIT :
			       (900 + next_random(&seed) % 200) << 10;
		if (plan_make(&plan, &knobs, &knobs.bases[0], &budget, &error))
			continue;	/* the bounds contradict each other */
		try_all(&plan, values, 0, &trial);
		assert_int_equal(plan.met, trial.loss != UINT64_MAX);
		if (plan.met)
			assert_true(plan.answer.cost.loss == trial.loss);
		else if (plan.lacks_flash)
			assert_true(trial.least == UINT64_MAX);
		else
			assert_true(plan.least == trial.least);
		met += plan.met;
		unmet += !plan.met && !plan.lacks_flash;
		plan_free(&plan);
	}
	assert_true(met > 20);
	assert_true(unmet > 20);
	budget_free(&budget);
	knobs_free(&knobs);
}

/* The budget that is offered as enough is, and saves what it says. */
static void test_unmet(void **state)
{
	struct knobs knobs = read_knobs();
	struct budget budget = good_budget("ram: 272K\nfree: 16K\n"
		"features: [console, procfs, posix-timers]\n"
		"knobs: {LVL_BITS: 6, SLAB: SLUB_TINY, MIN_FREE_KBYTES_FLOOR: {min: 64},"
		" PCPU_MIN_UNIT_SIZE: 15, UCOUNTS_HASHTABLE_BITS: 10}\n",
		&knobs);
	struct plan plan = plan_of(&budget, &knobs), changed;
	uint64_t least = plan.least;

	(void)state;
	assert_false(plan.met);
	assert_false(plan.lacks_flash);
	assert_int_equal(plan.nr_changes, PLAN_CHANGES);
	assert_string_equal(plan.changes[0].what, "put no bound on SLAB");
	for (size_t i = 1; i < plan.nr_changes; i++)
		assert_true(plan.changes[i].saves <= plan.changes[i - 1].saves);
	budget.bounds[knobs_find(&knobs, "SLAB")] = 0x7;
	budget.ram = least - plan.changes[0].saves;
	changed = plan_of(&budget, &knobs);
	assert_true(changed.met);
	plan_free(&changed);
	budget.ram -= PAGE_BYTES;
	changed = plan_of(&budget, &knobs);
	assert_false(changed.met);
	plan_free(&changed);
	plan_free(&plan);
	budget_free(&budget);
	knobs_free(&knobs);
}

/* From ample to least, and each point is where its loss begins. */
static void test_curve(void **state)
{
	struct knobs knobs = read_knobs();
	struct budget budget = good_budget("ram: 320K\nfree: 16K\n", &knobs);
	struct plan plan = plan_of(&budget, &knobs), check;
	struct error error = ERROR_INIT;
	struct curve curve;

	(void)state;
	assert_int_equal(curve_make(&curve, &plan, &error), 0);
	assert_true(curve.points.count > 20);
	for (size_t i = 0; i < curve.points.count; i++) {
		const struct curve_point *point = &curve.points.items[i];

		if (i) {
			assert_true(point->loss > point[-1].loss);
			assert_true(point->ram < point[-1].ram);
		}
		budget.ram = point->ram;
		check = plan_of(&budget, &knobs);
		assert_true(check.met && check.answer.cost.loss == point->loss);
		plan_free(&check);
		budget.ram -= PAGE_BYTES;
		check = plan_of(&budget, &knobs);
		assert_true(!check.met || check.answer.cost.loss > point->loss);
		if (i == curve.points.count - 1)
			assert_true(!check.met && check.least == point->ram);
		plan_free(&check);
	}
	curve_free(&curve);
	plan_free(&plan);
	budget_free(&budget);
	knobs_free(&knobs);
}

/* A table that is sized by RAM, unless a value makes it larger. */
static void test_least_per_mib(void **state)
{
	static const struct {
		uint64_t ram, bytes[3];
	} cases[] = {
		{ 0, { 4096, 128, 16 } },
		{ 320 << 10, { 4096, 128, 100 } },
		{ 1 << 20, { 4096, 128, 100 } },
		{ 5 << 20, { 4096, 800, 800 } },
		{ 64 << 20, { 6400, 6400, 6400 } },
	};
	struct knobs knobs = read_knobs();
	const struct knob *knob =
		&knobs.knobs[knobs_find(&knobs, "UCOUNTS_HASHTABLE_BITS")];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (unsigned int k = 0; k < 3; k++) {
			assert_int_equal(predict_knob_part(knob, k, PART_STATIC,
							   cases[i].ram),
					 cases[i].bytes[k]);
			assert_int_equal(predict_knob_part(knob, k, PART_SLAB,
							   cases[i].ram), 0);
		}
	knobs_free(&knobs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_least_per_mib),
		cmocka_unit_test(test_ample),
		cmocka_unit_test(test_monotone),
		cmocka_unit_test(test_against_all),
		cmocka_unit_test(test_unmet),
		cmocka_unit_test(test_curve),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
