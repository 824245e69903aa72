import type { AbTestOutput } from '#shared/schemas/simulate';
import { throwIfCancelled } from '../../core/cancellation';
import type { Rng } from '../../core/rng';
import { wilsonInterval } from '../../evaluate/statistics/two-proportions';
import type { TaskContext } from '../../ports';
import { AbTestRun, type RuleState } from './ab-test-run';
import type { AbTestDesign } from './design';
import { noteEstimate } from './wire';

/** Users simulated between two turns for others on the same thread. */
const turn = 20_000;

/** Runs the whole test `count` times with other users: how often each rule decides, and how often wrongly. */
export async function repeatAbTest(
  design: AbTestDesign,
  truth: { readonly difference: number; readonly lift: number },
  count: number,
  rng: Rng,
  context?: TaskContext,
): Promise<NonNullable<AbTestOutput['repeated']>> {
  const tests: (readonly RuleState[])[] = [];
  let sinceTurn = 0;
  for (let test = 0; test < count; test++) {
    const run = new AbTestRun(design, rng.derive('repetition', test), noteEstimate);
    while (!run.done) {
      run.step();
      if (++sinceTurn < turn) continue;
      sinceTurn = 0;
      throwIfCancelled(context);
      await context?.yieldToEventLoop?.();
    }
    tests.push(run.states);
    context?.report?.((test + 1) / count, `${test + 1} of ${count} repeated tests`);
  }
  return {
    count,
    rules: design.rules.map((_, r) =>
      summary(
        tests.map((states) => states[r]),
        truth,
      ),
    ),
  };
}

type RuleSummary = NonNullable<AbTestOutput['repeated']>['rules'][number];

function summary(states: readonly RuleState[], truth: { readonly difference: number; readonly lift: number }): RuleSummary {
  const [{ rule }] = states;
  const decided = states.filter(({ sign }) => sign !== 0);
  const wrong = decided.filter(({ sign }) => sign !== Math.sign(truth.difference)).length;
  const interval = wilsonInterval({ count: wrong, total: states.length }, 0.95);
  const users = states.map((state) => state.users).sort((a, b) => a - b);
  const covered = states.filter(({ low, high }) => low <= truth.lift && truth.lift <= high).length;
  return {
    rule: rule.id,
    label: rule.label,
    decided: decided.length / states.length,
    wrong: wrong / states.length,
    wrongInterval: { low: interval?.low ?? null, high: interval?.high ?? null },
    medianUsers: users[Math.floor((users.length - 1) / 2)],
    coverage: covered / states.length,
  };
}
