import { conventionsOf } from '#engine/pipeline/conventions';
import { compareEvaluations } from '#engine/evaluate/comparison/compare';
import { evaluateRun } from '#engine/evaluate/evaluate-run';
import { parseMetricSpecs } from '#engine/evaluate/metrics/metric-spec';
import { adjustFamily } from '#engine/evaluate/comparison/verdict';
import type { ExperimentReport, VariantReport } from '#engine/model/experiment-report';
import type { Qrels, Run } from '#engine/model/run';
import { experimentConfigSchema } from '#shared/schemas/experiment';

const itemCount = 12;
const userCount = 8;
const length = 4;
/** Ids and titles that files, spreadsheets and TREC tools may misread. */
export const userIds = ['007', '-5', '=1+1', 'a b', 'ü#1', '%41', '"q"', 'plain'];
export const itemIds = [
  '9007199254740993',
  '=HYPERLINK("x")',
  'a,b',
  'line\nbreak',
  '-1.5',
  '@x',
  'http://e.org/?a=1&b',
  'i7',
  'i8',
  'i9',
  'ｉ10',
  '+11',
];
export const itemTitles = [
  '=cmd|x',
  'Plain, with comma',
  '\t=1+1',
  '<img onerror=alert(1)>',
  '-3',
  'It’s | a *star*',
  'T7',
  '50% & more_',
  'T9',
  '＝1',
  'x\ny',
  '',
];

function runWith(shift: number, tied: boolean): Run {
  const items = Int32Array.from({ length: userCount * length }, (_, p) => ((p >> 2) + shift * (p % length)) % itemCount);
  const scores = Float64Array.from(items, (_, p) => (tied ? 0.1 + 0.2 : 1 / (1 + (p % length)) / 3));
  if (tied) for (let u = 0; u < userCount; u++) items.subarray(u * length, (u + 1) * length).sort();
  const counts = new Int32Array(userCount).fill(length);
  counts[5] = 0;
  return { users: Int32Array.from({ length: userCount }, (_, u) => u), length, counts, items, scores };
}

/** Two variants over eight users: one user has an empty list, one has no relevant item, and one list is a single tie. */
export function exampleReport(labels: readonly string[] = []): ExperimentReport {
  const perUser = Array.from({ length: userCount }, (_, u) =>
    u === 3 ? [u] : [u, (u + 2) % itemCount, (u + 5) % itemCount].sort((a, b) => a - b),
  );
  const offsets = new Int32Array(userCount + 1);
  perUser.forEach((items, u) => (offsets[u + 1] = offsets[u] + items.length));
  const qrels: Qrels = {
    users: Int32Array.from({ length: userCount }, (_, u) => u),
    offsets,
    items: Int32Array.from(perUser.flat()),
    grades: Float64Array.from(perUser.flatMap((items, u) => items.map((_, i) => (u === 3 ? 0 : 1 + (i % 2))))),
    relevance: 'every interaction',
  };
  const specs = parseMetricSpecs(['ndcg@3', 'recall@4', 'coverage@4', 'ild@4']);
  const context = { knownItems: new Uint8Array(itemCount).fill(1) };
  const runs = [runWith(1, false), runWith(2, true)];
  const evaluations = runs.map((run) => evaluateRun(run, qrels, specs, context));
  const config = experimentConfigSchema.parse({
    variants: [{ name: 'Baseline' }, { name: '=B & "50%"' }],
    metrics: specs.map((spec) => spec.spec),
    listLength: length,
  });
  const comparisons = adjustFamily(compareEvaluations(evaluations[0], evaluations[1], { ...config.statistics, seed: config.seed }));
  const variants = runs.map((run, v): VariantReport => {
    const signals = v === 0 ? ['similarity', 'popularity'] : ['popularity', 'diversity'];
    const contributions = Float64Array.from({ length: run.items.length * 2 }, (_, c) => run.scores[c >> 1] * (c % 2 === 0 ? 0.75 : 0.25));
    return {
      name: config.variants[v].name,
      run,
      measuredRun: run,
      evaluation: evaluations[v],
      comparisons: v === 0 ? [] : comparisons,
      signals,
      contributions,
    };
  });
  return {
    config,
    result: {
      userCount,
      testUserCount: userCount,
      statements: ['Relevant: every interaction', 'Ties go to the lower row; value ≥ 4'],
      splitFingerprint: 'split',
      datasetFingerprint: 'dataset',
      indexDescription: 'exact',
      familySize: comparisons.filter((comparison) => comparison.pValue !== undefined).length,
      testLooks: 1,
      conventions: conventionsOf(config, 'binary'),
      variants: [],
    },
    labels,
    userIds,
    itemIds,
    itemTitles,
    qrels,
    variants,
  };
}
