/**
 * The complete pipeline as a process, beside the usual Python stack on the same sizes in the same run: wall time and peak
 * resident set as ratios. `node scripts/run-typescript.mjs bench/pipeline.ts [rounds]`; needs python3 with pandas,
 * scikit-learn and faiss for the peer.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Outcome {
  readonly wallMs: number;
  readonly peakRssBytes: number;
}

const sizes = { users: 5_000, videos: 10_000, interactions: 100_000, factors: 50, seed: 42 };
const flags = Object.entries(sizes).flatMap(([name, value]) => [`--${name}`, String(value)]);
const python = process.env['RANKLAB_PYTHON'] ?? '/usr/bin/python3';

function measured(command: string, args: string[]): Outcome {
  const startedAt = performance.now();
  const output = execFileSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] });
  const wallMs = performance.now() - startedAt;
  return { wallMs, peakRssBytes: (JSON.parse(output) as { peakRssBytes: number }).peakRssBytes };
}

function ours(...more: string[]): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-'));
  try {
    return measured(process.execPath, [
      'scripts/ranklab.mjs',
      'pipeline',
      '--workspace',
      join(folder, 'w'),
      ...flags,
      '--json',
      '--quiet',
      ...more,
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The fastest of the rounds, because noise on a shared machine only adds time. */
const best = (outcomes: Outcome[]): Outcome => ({
  wallMs: Math.round(Math.min(...outcomes.map((outcome) => outcome.wallMs))),
  peakRssBytes: Math.min(...outcomes.map((outcome) => outcome.peakRssBytes)),
});

const rounds = Number(process.argv[2] ?? 3);
ours('--no-embeddings'); // builds, and warms the disk's cache
const results: Record<'withoutEmbeddings' | 'withEmbeddings' | 'peer', Outcome[]> = { withoutEmbeddings: [], withEmbeddings: [], peer: [] };
for (let round = 0; round < rounds; round++) {
  results.withoutEmbeddings.push(ours('--no-embeddings'));
  results.peer.push(measured(python, ['bench/peers/pipeline_peer.py', ...flags]));
  results.withEmbeddings.push(ours());
}
const [without, withEmbeddings, peer] = [best(results.withoutEmbeddings), best(results.withEmbeddings), best(results.peer)];
console.log(
  JSON.stringify(
    {
      machine: `${cpus()[0]?.model.trim()} × ${cpus().length}`,
      node: process.version,
      rounds,
      ...sizes,
      withoutEmbeddings: without,
      withEmbeddings,
      peer,
      ratios: {
        timesFasterWithoutEmbeddings: Number((peer.wallMs / without.wallMs).toFixed(2)),
        timesFasterWithEmbeddings: Number((peer.wallMs / withEmbeddings.wallMs).toFixed(2)),
        memoryShareWithoutEmbeddings: Number((without.peakRssBytes / peer.peakRssBytes).toFixed(3)),
        memoryShareWithEmbeddings: Number((withEmbeddings.peakRssBytes / peer.peakRssBytes).toFixed(3)),
      },
    },
    null,
    2,
  ),
);
