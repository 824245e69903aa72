/**
 * Cost curves: processor time of all threads, milliseconds of the clock and peak memory of import, pipeline, compare, one shard of four and a live
 * evaluation as the data grows, each in a separate process. Exponents are fitted by least squares to the logarithms, over all sizes and between the
 * last two; 1 means proportional. Processor time hardly depends on what else the machine does.
 * `node scripts/run-typescript.mjs bench/scaling.ts [most interactions = 1000000]`
 * A user has 20 interactions and a video 50 on average, whatever the size.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRuntime, type Runtime } from '#service/runtime';
import { importRequestSchema } from '#shared/schemas/dataset';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { liveInputSchema } from '#shared/schemas/live';
import { variantSchema } from '#shared/schemas/variant';

const variants = [
  { name: 'popularity', weights: { popularity: 1 } },
  { name: 'mixed', weights: { factors: 0.7, freshness: 0.3 } },
].map((variant) => variantSchema.parse(variant));
const config = experimentConfigSchema.parse({ variants });

interface Times {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
}
interface Cost extends Times {
  readonly peakMegabytes: number;
}

const timed = async (work: () => Promise<unknown>): Promise<Times> => {
  const [startedAt, usageBefore] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(usageBefore);
  return { milliseconds: performance.now() - startedAt, cpuMilliseconds: (user + system) / 1_000 };
};
const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;

/** What each process measures, in an open workspace with data and models (`import`: in a new one). */
const stages: Record<string, (runtime: Runtime, folder: string) => Promise<Times>> = {
  async import({ session }, folder) {
    await session.create(join(folder, 'imported'), 'imported');
    const from = join(folder, 'workspace/exports/generated/interactions.csv');
    return timed(() => session.current().import(importRequestSchema.parse({ interactions: from, acceptGuesses: true })));
  },
  compare: ({ session }) => timed(() => session.current().experiments.report(config, ['csv', 'json'])),
  'shard 1/4': ({ session }) => timed(() => session.current().experiments.measureShard(config, { index: 1, count: 4 })),
  async live({ session }) {
    const { experiments } = session.current();
    const times: Times[] = [];
    await experiments.prepareLive(liveInputSchema.parse({ variants, metrics: config.metrics }));
    for (let position = 0; position < 9; position++) {
      const [baseline, moved] = variants;
      const weights = { factors: 0.7, freshness: position / 10 };
      times.push(
        await timed(() =>
          experiments.live(liveInputSchema.parse({ variants: [baseline, { ...moved, weights }], metrics: config.metrics })),
        ),
      );
    }
    const medianOf = (part: keyof Times): number => median(times.map((each) => each[part]));
    return { milliseconds: medianOf('milliseconds'), cpuMilliseconds: medianOf('cpuMilliseconds') };
  },
};

async function once(stage: string, folder: string): Promise<void> {
  const runtime = createRuntime();
  if (stage !== 'import') await runtime.session.open(join(folder, 'workspace'));
  const times = await stages[stage]?.(runtime, folder);
  await runtime.shutDown();
  process.stdout.write(JSON.stringify({ ...times, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));
}

/**
 * Through a shell, because a process counts the peak of the one that it was forked from as its own; and the shell knows the processor time of what
 * it ran.
 */
function run(args: string[]): { stdout: string; cpuMilliseconds: number } {
  const script = '"$@"; status=$?; times >&2; exit $status';
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script, 'sh', process.execPath, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  const ofChildren = stderr.trim().split('\n').at(-1) ?? '';
  const seconds = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].map(([, minutes, rest]) => 60 * Number(minutes) + Number(rest));
  return { stdout, cpuMilliseconds: 1_000 * seconds.reduce((sum, each) => sum + each, 0) };
}

function pipeline(interactions: number, folder: string): Cost {
  const sizes = { users: interactions / 20, videos: interactions / 50, interactions };
  const flags = Object.entries(sizes).flatMap(([name, value]) => [`--${name}`, String(Math.round(value))]);
  const startedAt = performance.now();
  const { stdout, cpuMilliseconds } = run([
    resolve('out/node/cli.js'),
    'pipeline',
    '--workspace',
    join(folder, 'workspace'),
    ...flags,
    '--json',
    '--quiet',
  ]);
  const { peakRssBytes } = JSON.parse(stdout) as { peakRssBytes: number };
  return { milliseconds: performance.now() - startedAt, cpuMilliseconds, peakMegabytes: peakRssBytes / 1_048_576 };
}

function costsAt(interactions: number): Record<string, Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-scaling-'));
  try {
    const costs: Record<string, Cost> = { pipeline: pipeline(interactions, folder) };
    for (const stage of Object.keys(stages)) costs[stage] = JSON.parse(run([process.argv[1] ?? '', 'once', stage, folder]).stdout) as Cost;
    return costs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The slope of the least-squares line through the logarithms. */
function exponent(points: readonly (readonly [size: number, cost: number])[]): number {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const);
  const mean = (axis: 0 | 1): number => logs.reduce((sum, point) => sum + point[axis], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

if (process.argv[2] === 'once') await once(process.argv[3] ?? '', process.argv[4] ?? '');
else {
  const most = Number(process.argv[2] ?? 1_000_000);
  const sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000].filter((size) => size <= most);
  const loadBefore = loadavg()[0]?.toFixed(1);
  const measured = sizes.map((size) => {
    const costs = costsAt(size);
    console.error(size, JSON.stringify(costs));
    return [size, costs] as const;
  });
  const table = Object.keys(measured[0]?.[1] ?? {}).map((stage) => {
    const of = (part: keyof Cost) => measured.map(([size, costs]) => [size, costs[stage]?.[part] ?? NaN] as const);
    const exponents = (part: keyof Cost) => ({ all: exponent(of(part)).toFixed(2), lastTwo: exponent(of(part).slice(-2)).toFixed(2) });
    return {
      stage,
      ...Object.fromEntries(
        measured.map(([size, costs]) => [
          size,
          `${Math.round(costs[stage]?.cpuMilliseconds ?? NaN)} ms of processors, ${Math.round(costs[stage]?.milliseconds ?? NaN)} ms, ${Math.round(costs[stage]?.peakMegabytes ?? NaN)} MB`,
        ]),
      ),
      exponents: { cpu: exponents('cpuMilliseconds'), clock: exponents('milliseconds'), memory: exponents('peakMegabytes') },
    };
  });
  console.log(
    JSON.stringify(
      { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, loadBefore, loadAfter: loadavg()[0]?.toFixed(1), table },
      null,
      2,
    ),
  );
}
