import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { evaluateRun } from '#engine/evaluate/evaluate-run';
import { parseMetricSpecs } from '#engine/evaluate/metrics/metric-spec';

interface RankingCase {
  readonly k: number;
  readonly grades: number[];
  readonly ranking: number[];
  readonly ndcg: number;
  readonly ndcgAtK: number;
  readonly ndcgBurgesAtK: number;
  readonly averagePrecision: number;
}

const { cases, program } = JSON.parse(readFileSync(new URL('rankings.json', import.meta.url), 'utf8')) as {
  program: string;
  cases: RankingCase[];
};

it.each(cases)(`${program} agrees on a ranking of $grades.length items at k = $k`, (example) => {
  const { grades, ranking, k } = example;
  const qrels = {
    users: Int32Array.of(0),
    offsets: Int32Array.of(0, grades.length),
    items: Int32Array.from(grades.keys()),
    grades: Float64Array.from(grades),
    relevance: 'graded',
  };
  const run = {
    users: Int32Array.of(0),
    length: ranking.length,
    counts: Int32Array.of(ranking.length),
    items: Int32Array.from(ranking),
    scores: Float64Array.from(ranking, (_, i) => -i),
  };
  const specs = parseMetricSpecs(['ndcg', `ndcg@${k}`, `ndcg_burges@${k}`, 'map']);
  const values = evaluateRun(run, qrels, specs, {}).metrics.map((metric) => metric.value);
  [example.ndcg, example.ndcgAtK, example.ndcgBurgesAtK, example.averagePrecision].forEach((expected, i) =>
    expect(values[i], specs[i].spec).toBeCloseTo(expected, 12),
  );
});
