/**
 * Generating data, writing it as CSV and splitting it: milliseconds (first run, and the best of three) and peak memory.
 * `node scripts/run-typescript.mjs bench/generate.ts [large]`; `large` adds 50,000 users × 100,000 videos × 5,000,000 views.
 */
import { cpus } from 'node:os';
import { datasetCsvChunks } from '#engine/dataset/csv-files';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { splitDataset } from '#engine/dataset/splits/split-dataset';
import { trainingMatrix } from '#engine/dataset/training-matrix';

const seed = 42;
const sizes: [users: number, videos: number, interactions: number, runs: number][] = [
  [5_000, 10_000, 100_000, 4],
  [20_000, 40_000, 1_000_000, 2],
  ...(process.argv.includes('large') ? [[50_000, 100_000, 5_000_000, 1] as [number, number, number, number]] : []),
];

function timed<Result>(runs: number, work: () => Result): { result: Result; firstMs: number; bestMs: number } {
  const times: number[] = [];
  let result: Result | undefined;
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now();
    result = work();
    times.push(performance.now() - startedAt);
  }
  return { result: result as Result, firstMs: Math.round(times[0] ?? 0), bestMs: Math.round(Math.min(...times)) };
}

const cases = sizes.map(([users, videos, interactions, runs]) => {
  const generate = timed(runs, () => generateDataset({ users, videos, interactions, seed }));
  const { dataset, report } = generate.result;
  const csv = timed(runs, () => {
    let characters = 0;
    for (const chunks of Object.values(datasetCsvChunks(dataset))) for (const chunk of chunks) characters += chunk.length;
    return characters;
  });
  const split = timed(runs, () => splitDataset(dataset, { id: 'time', params: {}, validationFraction: 0.1, timeTies: 'id' }, seed));
  const matrix = timed(runs, () => trainingMatrix(dataset, split.result.train, 'binary'));
  const figures = ({ firstMs, bestMs }: { firstMs: number; bestMs: number }) => ({ firstMs, bestMs });
  return {
    users,
    videos,
    interactions,
    generate: figures(generate),
    csv: { ...figures(csv), megacharacters: Math.round(csv.result / 1e6) },
    timeSplit: figures(split),
    trainingMatrix: figures(matrix),
    fittedPopularityExponent: Number(report.fittedPopularityExponent?.toFixed(3)),
    fittedActivityExponent: Number(report.fittedActivityExponent?.toFixed(3)),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
});

console.log(JSON.stringify({ machine: cpus()[0]?.model, cores: cpus().length, node: process.version, seed, cases }, null, 2));
