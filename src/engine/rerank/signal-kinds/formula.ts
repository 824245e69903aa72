import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import type { PreparedSignal, SignalRequest } from '../port';
import { columnPrefix, functionNames, parseExpression, type ParsedExpression } from './expression';
import type { KindInputs, SignalKind } from './port';
import { dayMs, numericColumns, videoNumbers } from './video-numbers';

const params = z.strictObject({
  expression: z
    .string()
    .min(1)
    .max(2_000)
    .describe(
      `Like log1p(views) * exp(-age_days / 30): names of signals and numeric columns, age_days, duration, column("a name"); ${functionNames.join(', ')}`,
    ),
  absent: z
    .number()
    .min(-1e12)
    .max(1e12)
    .default(0)
    .describe('The value where the formula has none, such as the logarithm of a missing number'),
});
type Params = z.infer<typeof params>;

/** Variables that every catalogue has; users need not declare the latest data behind them. */
const builtInVariables: ReadonlySet<string> = new Set(['age_days', 'duration', 'published_at']);
const expressionPlace = (place: string): string => `${place}.expression`;
/** Built-in signals are written with _ in place of -. */
const idsOf = (name: string): string[] => [name, name.replaceAll('_', '-')];

/** A calculation with other signals and columns. */
export const formula: SignalKind<Params> = {
  id: 'formula',
  label: 'Formula',
  description: 'An expression over other signals and numeric columns of the videos, computed for every pair of user and video.',
  unit: 'value of the formula',
  params,
  madeElsewhere({ expression }, isSignal) {
    const columns = parseExpression(expression, 'expression').names.filter(
      (name) => !builtInVariables.has(name) && !idsOf(name).some(isSignal),
    );
    return columns.length > 0 ? `the columns ${columns.map((name) => name.replace(columnPrefix, '')).join(', ')}` : undefined;
  },
  reads: ({ expression }) =>
    parseExpression(expression, 'expression').names.filter((name) => !name.startsWith(columnPrefix) && !builtInVariables.has(name)),
  async prepare(inputs, { expression, absent }) {
    const parsed = parseExpression(expression, expressionPlace(inputs.place));
    const names: NamedValues[] = [];
    for (const name of parsed.names) names.push(await valuesOf(inputs, name));
    return formulaSignal(parsed, names, absent);
  },
};

/** One name of a formula: another signal, or a number of every video. */
type NamedValues = { readonly name: string } & ({ readonly signal: PreparedSignal } | { readonly ofVideo: (item: number) => number });

async function valuesOf(inputs: KindInputs, name: string): Promise<NamedValues> {
  const { view } = inputs;
  const id = idsOf(name).find((candidate) => inputs.isSignal(candidate));
  if (id !== undefined) return { name, signal: await inputs.signal(id) };
  if (name === 'age_days') {
    const { publishedAtMs } = view.dataset.items;
    return { name, ofVideo: (item) => Math.max(0, view.referenceTimeMs - publishedAtMs[item]) / dayMs };
  }
  const column = name.replace(columnPrefix, '');
  const known = [...numericColumns(view.dataset), 'age_days'];
  if (!known.includes(column)) {
    throw new RankLabError('INVALID_ARGUMENT', `“${column}” is neither a signal nor a numeric column of the videos`, {
      place: expressionPlace(inputs.place),
      value: column,
      remedy: `Numeric columns: ${known.join(', ')}`,
    });
  }
  const { values, isDate } = videoNumbers(view.dataset, column, expressionPlace(inputs.place));
  return { name, ofVideo: (item) => (item < values.length ? values[item] / (isDate ? dayMs : 1) : NaN) };
}

function formulaSignal({ evaluate }: ParsedExpression, names: readonly NamedValues[], absent: number): PreparedSignal {
  const asking = names.flatMap((one) => ('signal' in one && one.signal.fetch ? [one.signal] : []));
  /** Values for each candidate; NaN where the formula has none. */
  const values = (request: SignalRequest, items: Int32Array): Float64Array => {
    const columns = new Map<string, Float32Array>();
    for (const one of names) {
      if (!('signal' in one)) continue;
      const column = new Float32Array(items.length);
      one.signal.compute(request, items, 0, items.length, column, 1, 0);
      columns.set(one.name, column);
    }
    const ofVideo = new Map(names.flatMap((one) => ('ofVideo' in one ? [[one.name, one.ofVideo] as const] : [])));
    let c = 0;
    const valueOf = (name: string): number => columns.get(name)?.[c] ?? ofVideo.get(name)?.(items[c]) ?? NaN;
    const found = new Float64Array(items.length);
    for (; c < items.length; c++) {
      const value = evaluate(valueOf);
      found[c] = Number.isFinite(Math.fround(value)) ? value : NaN;
    }
    return found;
  };
  return {
    ...(asking.length > 0 && {
      fetch: async (requests, candidates, context) => {
        for (const signal of asking) await signal.fetch?.(requests, candidates, context);
      },
    }),
    hasValue: (request, item) => !Number.isNaN(values(request, Int32Array.of(item))[0]),
    compute(request, items, from, count, out, stride, offset) {
      const found = values(request, items.subarray(from, from + count));
      for (let c = 0; c < count; c++) out[(from + c) * stride + offset] = Number.isNaN(found[c]) ? absent : found[c];
    },
  };
}
