import type { OffPolicyEstimate } from '#engine/evaluate/off-policy/off-policy';

type Estimate = Pick<OffPolicyEstimate, 'value' | 'standardError' | 'interval' | 'bootstrap' | 'effectiveSampleSize'> & {
  readonly refusal?: string | undefined;
};

const number = (value: number | null): string => (value === null ? '–' : value.toFixed(4));
const span = (interval: { low: number; high: number } | null | undefined): string =>
  interval ? `[${interval.low.toFixed(4)}, ${interval.high.toFixed(4)}]` : '–';

export const estimateRow = (name: string, { value, standardError, interval, bootstrap, effectiveSampleSize }: Estimate): string[] => [
  name,
  number(value),
  number(standardError),
  span(interval),
  span(bootstrap?.interval),
  effectiveSampleSize.toFixed(1),
];

/** The reasons of withheld estimates. */
export const refusalLines = (estimates: readonly (readonly [name: string, estimate: Estimate | undefined])[]): string[] =>
  estimates.flatMap(([name, estimate]) => (estimate?.refusal === undefined ? [] : [`No ${name} estimate: ${estimate.refusal}`]));
