import type { Registry, RegistryEntry } from '#engine/core/registry';
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

/** Estimates with the labels of their estimators, in the order of the registry. */
export const named = (
  estimators: Registry<RegistryEntry>,
  estimates: Readonly<Record<string, Estimate>>,
): (readonly [label: string, estimate: Estimate])[] =>
  estimators.list().flatMap(({ id, label }) => (Object.hasOwn(estimates, id) && estimates[id] ? [[label, estimates[id]] as const] : []));

/** The reasons of withheld estimates. */
export const refusalLines = (estimates: readonly (readonly [label: string, estimate: Estimate])[]): string[] =>
  estimates.flatMap(([label, { refusal }]) => (refusal === undefined ? [] : [`${label}: no estimate. ${refusal}`]));
