import type { SensitivityAxis } from '#shared/schemas/sensitivity';
import type { Registries } from '#shared/schemas/system';
import type { Variant } from '#shared/schemas/variant';
import { sliderRange } from './slider';

/** One setting that an axis can have. */
export interface AxisChoice {
  readonly value: string;
  readonly label: string;
  /** Of the variant as it is. */
  readonly now: number;
  readonly axis: SensitivityAxis;
  readonly set: (variant: Variant, value: number) => Variant;
}

const weightSteps = 41;
const lambdaSteps = 21;
const costlySteps = 9;

/** Every setting of a variant that can be an axis: weights, λ, the pool's size, and numbers among the signals' parameters. */
export function axisChoices(variant: Variant, signals: Registries['signals']): AxisChoice[] {
  return [
    ...signals.map((signal) => weightChoice(variant, signal)),
    ...otherChoices(variant),
    ...signals.flatMap((signal) => parameterChoices(variant, signal)),
  ];
}

function weightChoice(variant: Variant, { id, label }: Registries['signals'][number]): AxisChoice {
  const now = variant.weights[id] ?? 0;
  const [low, high] = sliderRange(now);
  return {
    value: `weight ${id}`,
    label,
    now,
    axis: { kind: 'weight', signal: id, low, high, steps: weightSteps },
    set: (old, value) => ({ ...old, weights: { ...old.weights, [id]: value } }),
  };
}

function otherChoices({ mmrLambda, candidates: { poolSize } }: Variant): AxisChoice[] {
  const [low, high] = [Math.max(1, Math.round(poolSize / 4)), Math.min(10_000, poolSize * 2)];
  return [
    {
      value: 'lambda',
      label: 'MMR λ',
      now: mmrLambda,
      axis: { kind: 'lambda', low: 0, high: 1, steps: lambdaSteps },
      set: (old, value) => ({ ...old, mmrLambda: value }),
    },
    {
      value: 'pool',
      label: 'Pool size',
      now: poolSize,
      axis: { kind: 'pool', low, high: Math.max(low + 1, high), steps: costlySteps },
      set: (old, value) => ({ ...old, candidates: { ...old.candidates, poolSize: Math.round(value) } }),
    },
  ];
}

function parameterChoices({ signalParams }: Variant, { id, label, params }: Registries['signals'][number]): AxisChoice[] {
  const properties = (params['properties'] ?? {}) as Readonly<
    Record<string, { readonly type?: string; readonly default?: unknown } | undefined>
  >;
  return Object.entries(properties).flatMap(([name, schema]): AxisChoice[] => {
    const now = signalParams[id]?.[name] ?? schema?.default;
    if (typeof now !== 'number' || now <= 0 || (schema?.type !== 'number' && schema?.type !== 'integer')) return [];
    return [
      {
        value: `parameter ${id} ${name}`,
        label: `${label}: ${name}`,
        now,
        axis: { kind: 'parameter', signal: id, parameter: name, low: now / 4, high: now * 4, steps: costlySteps },
        set: (old, value) => ({ ...old, signalParams: { ...old.signalParams, [id]: { ...old.signalParams[id], [name]: value } } }),
      },
    ];
  });
}

/** The two largest weights, or the first two settings. */
export function defaultAxes(choices: readonly AxisChoice[]): readonly [AxisChoice, AxisChoice] | null {
  const weights = choices.filter(({ axis }) => axis.kind === 'weight').sort((a, b) => Math.abs(b.now) - Math.abs(a.now));
  const [x, y] = weights;
  return x && y ? [x, y] : null;
}
