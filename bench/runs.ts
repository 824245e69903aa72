/**
 * Three runs of 10,000 users × 100 items as TREC files, evaluated on five measures and compared pairwise with the first (paired t-tests,
 * corrected by Holm): the whole process of `ranklab evaluate`, beside the same with pandas, numpy and scipy.
 *
 *     node scripts/run-typescript.mjs bench/runs.ts [users]
 *
 * Milliseconds of the clock and of the processors, and peak memory. The peer needs Debian's python3-pandas and python3-scipy; without them its figures
 * are left out.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRng } from '#engine/core/rng';
import { machine } from './browser';

const [users = 10_000] = process.argv.slice(2).map(Number).filter(Number.isFinite);
const [length, judged, itemCount, seed, repeats] = [100, 20, 20_000, 42, 3];
const metrics = ['ndcg@10', 'map', 'p@10', 'recall@20', 'recip_rank'];
const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-'));

function write(name: string, lines: (user: number) => string): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  for (let user = 0; user < users; user++) writeSync(file, lines(user));
  closeSync(file);
  return path;
}

/** Distinct items of a user: a stride through the catalogue. */
const itemOf = (start: number, stride: number, i: number): number => (start + i * stride) % itemCount;
const strideOf = (user: number): { start: number; stride: number } => {
  const rng = createRng(seed).derive('user', user);
  return { start: rng.int(itemCount), stride: 1 + 2 * rng.int(40) };
};

const qrels = write('qrels.txt', (user) => {
  const { start, stride } = strideOf(user);
  return Array.from({ length: judged }, (_, i) => `u${user} 0 v${itemOf(start, stride, 7 * i)} ${1 + (i % 3)}\n`).join('');
});
/** Every run orders the same items by other scores, the later ones closer to the judgements. */
const runs = ['first', 'second', 'third'].map((name, run) =>
  write(`${name}.trec`, (user) => {
    const { start, stride } = strideOf(user);
    const rng = createRng(seed).derive(name, user);
    const scored = Array.from({ length }, (_, i) => ({
      item: itemOf(start, stride, i),
      score: rng.next() + (i % 7 === 0 ? 0.02 * run : 0),
    }));
    scored.sort((a, b) => b.score - a.score);
    return scored.map(({ item, score }, i) => `u${user} Q0 v${item} ${i + 1} ${score.toFixed(6)} ${name}\n`).join('');
  }),
);

interface Figures {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly peakMegabytes: number;
  readonly pValues: readonly number[];
}

/** Wall and processor time of a process and what it prints, by GNU time. */
function measured(command: string, args: readonly string[]): { figures: Omit<Figures, 'pValues'>; printed: string } | undefined {
  const report = join(folder, 'time.txt');
  const startedAt = performance.now();
  const result = spawnSync('/usr/bin/time', ['-o', report, '-f', '%U %S %M', command, ...args], { encoding: 'utf8', maxBuffer: 1e9 });
  const milliseconds = Math.round(performance.now() - startedAt);
  if (result.status !== 0) {
    process.stderr.write(`${command}: ${(result.stderr || String(result.error)).trim().split('\n').at(-1)}\n`);
    return undefined;
  }
  const [user = NaN, system = NaN, kilobytes = NaN] = execFileSync('tail', ['-1', report], { encoding: 'utf8' }).split(' ').map(Number);
  return {
    figures: { milliseconds, cpuMilliseconds: Math.round(1_000 * (user + system)), peakMegabytes: Math.round(kilobytes / 1_024) },
    printed: result.stdout,
  };
}

/** The fastest of several. */
function best(command: string, args: readonly string[], read: (printed: string) => Pick<Figures, 'pValues'>): Figures | undefined {
  const all = Array.from({ length: repeats }, () => measured(command, args)).filter((one) => one !== undefined);
  const [fastest] = all.sort((a, b) => a.figures.milliseconds - b.figures.milliseconds);
  return fastest && { ...fastest.figures, ...read(fastest.printed) };
}

execFileSync(process.execPath, ['scripts/ensure-built.mjs', 'node'], { stdio: ['ignore', 2, 2] });
const ours = best(
  process.execPath,
  ['out/node/cli.js', 'evaluate', '--qrels', qrels, '--run', ...runs, '--metrics', metrics.join(','), '--json'],
  (printed) => {
    const { comparisons } = JSON.parse(printed) as { readonly comparisons: readonly { readonly pValue: number }[] };
    return { pValues: comparisons.map(({ pValue }) => pValue) };
  },
);
const peer = best(
  process.env['RANKLAB_PYTHON'] ?? '/usr/bin/python3',
  [resolve('bench/peers/runs_peer.py'), qrels, ...runs],
  (printed) => JSON.parse(printed) as Pick<Figures, 'pValues'>,
);
const megabytes = Math.round(runs.reduce((sum, path) => sum + statSync(path).size, 0) / 1e6);
rmSync(folder, { recursive: true });
const figures = ({ pValues: _compared, ...others }: Figures): Omit<Figures, 'pValues'> => others;
const largestDifference = ours && peer && Math.max(...ours.pValues.map((p, i) => Math.abs(p - (peer.pValues[i] ?? NaN))));
console.log(
  JSON.stringify(
    {
      machine: machine(),
      ...{ users, length, megabytes, metrics, seed },
      ours: ours && figures(ours),
      peer: peer && figures(peer),
      largestDifferenceOfPValues: largestDifference,
    },
    null,
    2,
  ),
);
