import type { LivePlan } from '#shared/schemas/live';
import { formatBytes, formatCount, plural } from './format';

/** What is being prepared, and the memory it takes: said before it is taken. */
export function planText(plan: LivePlan | null): string {
  if (!plan) return 'Preparing candidates and signals of all test users';
  const { sampled, measuredUserCount, testUserCount, takenBytes, neededBytes, budgetBytes } = plan;
  const prepared = sampled
    ? `a sample of ${formatCount(measuredUserCount)} of ${plural(testUserCount, 'test user')}`
    : `all ${plural(testUserCount, 'test user')}`;
  const why = sampled ? `; all would take ${formatBytes(neededBytes)}, and ${formatBytes(budgetBytes)} are allowed` : '';
  return `Preparing candidates and signals of ${prepared}: up to ${formatBytes(takenBytes)}${why}`;
}
