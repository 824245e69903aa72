import type { RankerPlan } from '#engine/ranker-export/plan';
import type { ExportTarget } from '#engine/ranker-export/target';
import { writeTarget } from '#engine/ranker-export/write-target';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { buildQrels } from '#engine/evaluate/judgements/qrels';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { planRanker } from '#engine/pipeline/export-ranker';
import { Recommender } from '#engine/pipeline/recommend';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import type { Variant } from '#shared/schemas/variant';
import { allSide, timeSide, variant, viewOf } from '../fixtures';

/** Enough users for 1,000 pools. */
const dataset = generateDataset(generatorParamsSchema.parse({ users: 1_050, videos: 300, interactions: 16_000, seed: 11 })).dataset;

/** Models of both sides, as in the service. */
export async function fittedSides(): Promise<{ bench: EvaluationBench; serving: Recommender }> {
  const side = timeSide(dataset);
  const view = await viewOf(dataset, side);
  const qrels = buildQrels(dataset, side.split?.test ?? new Int32Array(0), { rule: 'any' });
  return { bench: new EvaluationBench(view, qrels), serving: new Recommender(await viewOf(dataset, allSide(dataset))) };
}

export type Sides = Awaited<ReturnType<typeof fittedSides>>;

/** The complete files of an export. */
export interface Exported {
  readonly plan: RankerPlan;
  readonly names: readonly string[];
  text(name: string): string;
  json<Value>(name: string): Value;
  /** The lines of a file of JSON lines. */
  jsonLines<Value>(name: string): Value[];
}

export async function exportTo(target: ExportTarget, chosen: Variant, sides: Sides, poolCount: number): Promise<Exported> {
  const plan = await planRanker({ ...sides, variant: chosen, target, poolCount });
  const files = new Map(writeTarget(plan, target).map(({ name, chunks }) => [name, [...chunks].join('')]));
  const text = (name: string): string => {
    const content = files.get(name);
    if (content === undefined) throw new Error(`no file ${name} among ${[...files.keys()].join(', ')}`);
    return content;
  };
  return {
    plan,
    names: [...files.keys()],
    text,
    json: <Value>(name: string) => JSON.parse(text(name)) as Value,
    jsonLines: <Value>(name: string) =>
      text(name)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Value),
  };
}

/** A pool of test-vectors.jsonl. */
export interface Pool {
  readonly request: {
    readonly user: string;
    readonly profile?: readonly number[];
    readonly factors?: readonly number[];
    readonly categories?: Readonly<Record<string, number>>;
    readonly creators?: Readonly<Record<string, number>>;
  };
  readonly candidates: readonly { readonly id: string; readonly mergeScore: number; readonly signals: Readonly<Record<string, number>> }[];
  readonly expected: Readonly<Record<string, readonly string[]>>;
}

export const poolsOf = (exported: Exported): Pool[] => exported.jsonLines<Pool>('test-vectors.jsonl');

/** Five signals of every kind. */
export const mixed = variant({
  name: 'mixed',
  weights: { similarity: 0.4, factors: 0.3, popularity: 0.2, 'category-affinity': 0.15, freshness: 0.1 },
});
/** All signals, some with negative weights. */
export const everything = variant({
  name: 'everything',
  weights: {
    similarity: 0.4,
    factors: 0.3,
    popularity: -0.2,
    'category-affinity': 0.15,
    'creator-affinity': 0.2,
    freshness: 0.1,
    quality: 0.1,
    trending: 0.05,
    retrieval: 0.2,
  },
});
export const withNormalization = (chosen: Variant, normalization: Variant['normalization']): Variant => ({
  ...chosen,
  name: `${chosen.name} ${normalization}`,
  normalization,
});
