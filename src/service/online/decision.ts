import { formatCount } from '#shared/counts';
import type { OnlineReport } from '#shared/schemas/online';

type Decided = Pick<OnlineReport, 'arms' | 'plan' | 'endedAtMs' | 'sampleRatio'>;

/**
 * Whether to stop. The rule: stop once every challenger is decided, or once the planned users are in. With a mismatch of the traffic nothing is decided.
 */
export function decisionOf({ arms, plan, sampleRatio }: Decided): OnlineReport['decision'] {
  const users = arms.reduce((sum, arm) => sum + arm.users, 0);
  if (sampleRatio.mismatch) return { status: 'invalid', sentence: 'Users did not arrive in the planned shares: no decision is valid' };
  const challengers = arms.slice(1).map(({ variant, sequential, cuped }) => ({
    variant,
    // Fixed beforehand: CUPED decides wherever there is a period before.
    verdict: (cuped ?? sequential)?.verdict ?? 'undecided',
  }));
  const decided = challengers.filter(({ verdict }) => verdict !== 'undecided');
  const named = decided.map(({ variant, verdict }) => `“${variant}” is ${verdict}`).join(', ');
  if (challengers.length > 0 && decided.length === challengers.length)
    return { status: 'stop', sentence: `Stop: ${named} than the baseline` };
  const partly = decided.length > 0 ? `${named}; ` : '';
  if (!plan) {
    const open = decided.length > 0 ? 'the others are undecided' : 'Undecided';
    return { status: 'continue', sentence: `${partly}${open}; without a planned size there is no end` };
  }
  if (users >= plan.users) {
    return {
      status: 'stop',
      sentence: `Stop: ${partly}the planned ${formatCount(plan.users)} users are in, and a lift of ${percent(plan.lift)} would have been found with ${percent(plan.power)} power`,
    };
  }
  return { status: 'continue', sentence: `${partly}go on: ${formatCount(users)} of ${formatCount(plan.users)} planned users` };
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))}%`;
