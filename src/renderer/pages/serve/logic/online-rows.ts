import type { OnlineArm, OnlineReport } from '#shared/schemas/online';
import { formatCount, formatP, formatPercent } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';

type ArmVerdict = 'better' | 'worse' | 'undecided';

/** One arm of a running experiment as a table row; cells are null for the baseline or without users. */
interface ArmRow {
  readonly variant: string;
  readonly share: string;
  readonly users: string;
  readonly successes: string;
  readonly rate: string;
  readonly difference: string;
  readonly lift: string;
  /** The lift with its always-valid interval, adjusted by CUPED where there is a period before. */
  readonly always: string;
  /** By the always-valid interval. Null for the baseline, with too few users, and on a sample ratio mismatch. */
  readonly verdict: ArmVerdict | null;
}

type Estimate = OnlineArm['lift'];

const signed = (fraction: number): string => (fraction > 0 ? '+' : '') + formatPercent(fraction, 1);

function between(estimate: Estimate): string {
  if (!estimate) return '–';
  const { low, high } = estimate.interval;
  return `${signed(estimate.value)} [${signed(low)}, ${signed(high)}]`;
}

const decisive = ({ cuped, sequential }: OnlineArm): OnlineArm['sequential'] => cuped ?? sequential;

/** Rates and differences in percent (points), lift in percent of the baseline’s rate, each with its interval. */
export function armRows({ arms, sampleRatio }: OnlineReport): ArmRow[] {
  return arms.map((arm) => ({
    variant: arm.variant,
    share: formatPercent(arm.share, 1),
    users: `${formatCount(arm.users)} of ${formatCount(Math.round(arm.expectedUsers))} expected`,
    successes: formatCount(arm.successes),
    rate:
      arm.rate === null || !arm.rateInterval
        ? '–'
        : `${formatPercent(arm.rate, 1)} [${formatPercent(arm.rateInterval.low, 1)}, ${formatPercent(arm.rateInterval.high, 1)}]`,
    difference: between(arm.difference),
    lift: between(arm.lift),
    always: between(decisive(arm)?.lift ?? null),
    verdict: sampleRatio.mismatch ? null : (decisive(arm)?.verdict ?? null),
  }));
}

/** What CUPED adds, in a sentence; undefined where there is no period before. */
export function cupedText({ arms }: OnlineReport): string | undefined {
  const gains = arms.flatMap(({ variant, cuped }) => (cuped ? [`${formatPercent(cuped.varianceReduction)} for ${variant}`] : []));
  return gains.length === 0
    ? undefined
    : `Always-valid intervals are adjusted by what users did before the experiment (CUPED), which removes of the variance ${gains.join(', ')}.`;
}

/** Whether users arrived as planned, in a sentence. */
export function sampleRatioText({ arms, sampleRatio }: OnlineReport): string {
  if (arms.every(({ users }) => users === 0)) return 'No user has received a list yet.';
  const p = `p ${sampleRatio.pValue < 0.001 ? '' : '= '}${formatP(sampleRatio.pValue)}`;
  return sampleRatio.mismatch
    ? `Users did not arrive in the planned shares (${p}): do not trust these numbers until the cause is found.`
    : `Users arrive in the planned shares (${p}).`;
}

/** The numbers themselves, for a spreadsheet. */
export function onlineTable({ arms }: OnlineReport): TextTable {
  const ends = (estimate: Estimate): (number | null)[] => [
    estimate?.value ?? null,
    estimate?.interval.low ?? null,
    estimate?.interval.high ?? null,
  ];
  const names = (of: string): string[] => [of, `${of} low`, `${of} high`];
  return {
    columns: [
      'variant',
      'share',
      'users',
      'expected users',
      'successes',
      ...names('rate'),
      ...names('difference'),
      ...names('lift'),
      ...names('always-valid lift'),
      ...names('CUPED lift'),
    ],
    rows: arms.map((arm) => [
      arm.variant,
      arm.share,
      arm.users,
      arm.expectedUsers,
      arm.successes,
      arm.rate,
      arm.rateInterval?.low ?? null,
      arm.rateInterval?.high ?? null,
      ...ends(arm.difference),
      ...ends(arm.lift),
      ...ends(arm.sequential?.lift ?? null),
      ...ends(arm.cuped?.lift ?? null),
    ]),
  };
}
