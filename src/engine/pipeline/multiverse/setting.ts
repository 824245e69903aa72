import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { CandidateSettings } from '#shared/schemas/variant';
import type { TrainingValues } from '../../dataset/training-matrix';
import { splitRegistry } from '../../dataset/splits/registry';
import { defaultTestFraction } from '../../dataset/splits/strategy';
import { parseMetricSpec } from '../../evaluate/metrics/metric-spec';

/** Everything that the choices of a multiverse change: one specification's own configuration. */
export interface Setting {
  readonly config: ExperimentConfig;
  readonly trainValues: TrainingValues;
  readonly metric: MetricName;
}

/** A metric as asked for, in the parts that can be exchanged. */
export interface MetricName {
  /** As written, which may be an alias. */
  readonly name: string;
  readonly id: string;
  readonly cutoff: number | undefined;
  /** ":p=0.9", or empty. */
  readonly params: string;
}

export function metricName(text: string): MetricName {
  const { spec, metricId: id, cutoff } = parseMetricSpec(text);
  const end = spec.search(/[@:]/);
  const colon = spec.indexOf(':');
  return { name: end < 0 ? spec : spec.slice(0, end), id, cutoff, params: colon < 0 ? '' : spec.slice(colon) };
}

export const metricText = ({ name, cutoff, params }: MetricName): string => `${name}${cutoff === undefined ? '' : `@${cutoff}`}${params}`;

/** The configuration that a direct comparison would be asked for. */
export const configOfSetting = ({ config, metric }: Setting): ExperimentConfig => ({ ...config, metrics: [metricText(metric)] });

/** Whether two settings measure the same; a fraction that is left out is its default. */
export const sameSetting = (a: Setting, b: Setting): boolean => textOf(a) === textOf(b);

function textOf({ config, trainValues, metric }: Setting): string {
  const { id, params, ...rest } = config.split;
  const { fraction, ...others } = { fraction: fractionOf(config.split), ...params };
  return JSON.stringify([{ ...config, split: rest }, id, fraction, others, trainValues, metric]);
}

/** The test fraction of a split, given or by default; undefined where it has none. */
export function fractionOf({ id, params }: ExperimentConfig['split']): number | undefined {
  const { fraction } = params;
  if (typeof fraction === 'number') return fraction;
  const strategy = splitRegistry.get(id, 'split.id');
  return strategy.params.safeParse({ ...params, fraction: defaultTestFraction }).success ? defaultTestFraction : undefined;
}

/** The same setting in every variant. */
export const withCandidates = (setting: Setting, candidates: Partial<CandidateSettings>): Setting => ({
  ...setting,
  config: {
    ...setting.config,
    variants: setting.config.variants.map((variant) => ({ ...variant, candidates: { ...variant.candidates, ...candidates } })),
  },
});

/** What all variants have in common; undefined where they differ. */
export function commonOf<Key extends keyof CandidateSettings>({ config }: Setting, key: Key): CandidateSettings[Key] | undefined {
  const [first, ...others] = config.variants.map(({ candidates }) => candidates[key]);
  return others.every((other) => other === first) ? first : undefined;
}
