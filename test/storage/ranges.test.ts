/** Every number of the contract, of protocols and of registries has a range, and extreme values are refused with the field named. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fusionMethods } from '#engine/candidates/fusion/registry';
import { candidateSources } from '#engine/candidates/registry';
import { exportFormats } from '#engine/dataset/exporters/registry';
import { generatorPresets } from '#engine/dataset/generators/registry';
import { importPresets } from '#engine/dataset/importers/registry';
import { splitRegistry } from '#engine/dataset/splits/registry';
import { embeddingProviders } from '#engine/embeddings/registry';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { decisionEstimators } from '#engine/evaluate/off-policy/estimators/registry';
import { slateEstimators } from '#engine/evaluate/off-policy/slates/estimators/registry';
import { weightLearners } from '#engine/pipeline/learn/learners/registry';
import { exportTargets } from '#engine/ranker-export/registry';
import { factorRegistry } from '#engine/factors/registry';
import { sweepSearches } from '#engine/pipeline/sweep/search/registry';
import { reportFormats } from '#engine/report/formats/registry';
import { signalRegistry } from '#engine/rerank/registry';
import { banditRegistry } from '#engine/simulate/bandits/registry';
import { clickModels } from '#engine/simulate/click-models/registry';
import { interleavingMethods } from '#engine/simulate/interleaving/registry';
import { signalKinds } from '#engine/rerank/signal-kinds/registry';
import { contract } from '#shared/contract/index';
import { isRankLabError } from '#shared/errors';
import { newInteractionSchema, newVideoSchema } from '#shared/schemas/dataset';
import { apiInteractionInputSchema, apiVideoInputSchema } from '#shared/schemas/api';
import { protocolSchema } from '#shared/schemas/protocol';
import { parseOrThrow } from '#shared/validation';

interface NumberField {
  readonly path: string;
  readonly schema: z.ZodNumber;
}

/** All numbers in a schema, at any depth. */
function numbersOf(schema: unknown, path: string, above: readonly unknown[] = []): NumberField[] {
  if (!(schema instanceof z.ZodType) || above.includes(schema)) return [];
  const inner = (child: unknown, step: string): NumberField[] => numbersOf(child, path + step, [...above, schema]);
  if (schema instanceof z.ZodNumber) return [{ path, schema }];
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([key, child]) => inner(child, `.${key}`));
  if (schema instanceof z.ZodArray) return inner(schema.element, '[]');
  if (schema instanceof z.ZodRecord) return inner(schema.valueType, '{}');
  if (schema instanceof z.ZodTuple) return [...schema.def.items, schema.def.rest].flatMap((child) => inner(child, '()'));
  if (schema instanceof z.ZodIntersection) return [schema.def.left, schema.def.right].flatMap((child) => inner(child, ''));
  if (schema instanceof z.ZodLazy) return inner(schema.def.getter(), '');
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((child) => inner(child, '|'));
  if (schema instanceof z.ZodPipe) return [schema.in, schema.out].flatMap((child) => inner(child, ''));
  return 'innerType' in schema.def ? inner((schema.def as { innerType: unknown }).innerType, '') : [];
}

const registries = [
  signalRegistry,
  candidateSources,
  splitRegistry,
  embeddingProviders,
  factorRegistry,
  metricRegistry,
  reportFormats,
  importPresets,
  generatorPresets,
  fusionMethods,
  signalKinds,
  exportFormats,
  exportTargets,
  clickModels,
  interleavingMethods,
  banditRegistry,
  sweepSearches,
  weightLearners,
  decisionEstimators,
  slateEstimators,
];
const inputs: [string, unknown][] = [
  ...Object.entries(contract).flatMap(([area, procedures]) =>
    Object.entries(procedures).map(([name, procedure]): [string, unknown] => [`${area}.${name}`, procedure['~orpc'].inputSchema]),
  ),
  ...registries.flatMap((registry) => registry.list().map(({ id, params }): [string, unknown] => [`${registry.family} ${id}`, params])),
  ['protocol', protocolSchema],
];
const fields = inputs.flatMap(([name, schema]) => numbersOf(schema, name));

describe('every numeric input', () => {
  it('is collected from every registry of the engine', () => {
    const engine = resolve(import.meta.dirname, '../../src/engine');
    const families = readdirSync(engine, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('registry.ts'))
      .flatMap((name) =>
        [...readFileSync(join(engine, name), 'utf8').matchAll(/new Registry<\w+>\('([^']+)'/g)].map(([, family]) => family),
      );
    expect(families.length).toBeGreaterThan(12);
    expect(families.filter((family) => registries.every((registry) => registry.family !== family))).toEqual([]);
  });

  it('has a smallest and a largest value', () => {
    expect(fields.length).toBeGreaterThan(100);
    const open = fields.filter(
      ({ schema }) => !(Math.abs(schema.minValue ?? -Infinity) < 1e16 && Math.abs(schema.maxValue ?? Infinity) < 1e16),
    );
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  it('is rejected beyond them, and if NaN or infinite', () => {
    const extreme = fc.oneof(
      fc.constantFrom(1e308, -1e308, 1e300, 1.7e308, 9e18, -9e18, 2 ** 63, -(2 ** 64), NaN, Infinity, -Infinity),
      fc.double({ min: 1e16, noNaN: true }),
      fc.double({ max: -1e16, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...fields), extreme, ({ schema }, value) => {
        expect(schema.safeParse(value).success).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a rejection', () => {
  const video = { title: 't' };
  const seen = { user_id: 'u', video_id: 'v' };
  it.each([
    [apiVideoInputSchema, { ...video, duration_seconds: 1e308 }, 'duration_seconds'],
    [apiVideoInputSchema, { ...video, published_at: 1e300 }, 'published_at'],
    [apiVideoInputSchema, { ...video, published_at: 9e10 }, 'published_at'],
    [apiVideoInputSchema, { ...video, published_at: '9999-01-01T00:00:00Z' }, 'published_at'],
    [apiVideoInputSchema, { ...video, title: 'half \ud800' }, 'title'],
    [apiInteractionInputSchema, { ...seen, value: -1e13 }, 'value'],
    [apiInteractionInputSchema, { ...seen, watch_seconds: 1e200 }, 'watch_seconds'],
    [apiInteractionInputSchema, { ...seen, timestamp: 1e14 }, 'timestamp'],
    [apiInteractionInputSchema, { ...seen, user_id: 'a\0b' }, 'user_id'],
    [newVideoSchema, { ...video, publishedAtMs: -1e15 }, 'publishedAtMs'],
    [newVideoSchema, { ...video, durationSeconds: 1e10 }, 'durationSeconds'],
    [newInteractionSchema, { userId: 'u', videoId: 'v', timestampMs: 1e300 }, 'timestampMs'],
  ])('names the field: %#', (schema, value, field) => {
    let refusal: unknown;
    try {
      parseOrThrow(schema as z.ZodType, value);
    } catch (error) {
      refusal = error;
    }
    expect(isRankLabError(refusal) && refusal.details.place).toBe(field);
  });

  it('accepts usual values', () => {
    expect(apiVideoInputSchema.parse({ ...video, published_at: 1_700_000_000, duration_seconds: 61.5 })).toBeTruthy();
    expect(apiInteractionInputSchema.parse({ ...seen, timestamp: '2024-02-29T12:00:00+02:00', value: -3 })).toBeTruthy();
  });
});
