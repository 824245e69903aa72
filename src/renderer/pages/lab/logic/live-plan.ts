import type { Job } from '#shared/schemas/job';
import type { LivePlan } from '#shared/schemas/live';
import { formatBytes, formatCount, plural } from '../../../logic/format';

/** What is being prepared and its memory, shown before the memory is allocated. */
export function planText(plan: LivePlan | null): string {
  if (!plan) return 'Preparing candidates and signals of all test users';
  const { sampled, measuredUserCount, testUserCount, takenBytes, neededBytes, budgetBytes } = plan;
  const prepared = sampled
    ? `a sample of ${formatCount(measuredUserCount)} of ${plural(testUserCount, 'test user')}`
    : `all ${plural(testUserCount, 'test user')}`;
  const why = sampled ? `; all would take ${formatBytes(neededBytes)}, and ${formatBytes(budgetBytes)} are allowed` : '';
  return `Preparing candidates and signals of ${prepared}: up to ${formatBytes(takenBytes)}${why}`;
}

/** The message after a cancelled preparation. `shown`: numbers of other settings are on screen. */
export function stoppedText(plan: LivePlan | null, shown: boolean): string {
  const who = plan
    ? `Candidates and signals of ${plural(plan.measuredUserCount, 'test user')} take up to ${formatBytes(plan.takenBytes)}`
    : 'Candidates and signals of the test users are missing';
  const meanwhile = shown ? ' The numbers below belong to the previous settings.' : '';
  return `${who}, and their preparation was cancelled. Your variants are unchanged.${meanwhile}`;
}

/** Progress as text, in coarse steps for screen readers. */
export const preparationSteps = ({ fraction, detail }: Pick<Job, 'fraction' | 'detail'>): string =>
  `Preparing${detail ? ` ${detail}` : ''}: ${Math.floor(fraction * 10) * 10}%`;
