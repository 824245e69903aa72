/**
 * Truncated SVD of a sparse users × items matrix beside scikit-learn's TruncatedSVD on the same matrix, with the error of
 * both against a converged solver (scipy svds): of the singular values, and of the scores U Σ Vᵀ of the first users.
 *
 *   node scripts/run-typescript.mjs bench/svd.ts [standard | large] [rounds]
 *
 * `standard`: 5,000 × 10,000 with about 94,000 entries; `large`: 138,493 × 26,744 with about 8.9 million. Needs python3 with
 * numpy, scipy and scikit-learn for the peer.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { csrFromTriplets, type CsrMatrix } from '#engine/core/linear-algebra/matrix';
import { createRng } from '#engine/core/rng';
import { truncatedSvd, type TruncatedSvd } from '#engine/core/linear-algebra/truncated-svd';

const sizes = {
  standard: { rows: 5_000, columns: 10_000, draws: 95_300 },
  large: { rows: 138_493, columns: 26_744, draws: 10_700_000 },
} as const;
const seed = 42;
const rank = 50;
const SCORED_USERS = 20;
const python = process.env['RANKLAB_PYTHON'] ?? '/usr/bin/python3';

/** Positions in a cumulative power law: bucket b is drawn with weight (b + 1)^−exponent. */
function powerLaw(count: number, exponent: number): (uniform: number) => number {
  const cumulative = new Float64Array(count);
  let total = 0;
  for (let b = 0; b < count; b++) cumulative[b] = total += (b + 1) ** -exponent;
  return (uniform) => {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] < uniform * total) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Uneven activity and popularity, and twenty communities of taste. */
function interactions({ rows, columns, draws }: { rows: number; columns: number; draws: number }): CsrMatrix {
  const rng = createRng(seed);
  const user = powerLaw(rows, 0.5);
  const item = powerLaw(Math.floor(columns / 20), 0.7);
  const users = new Int32Array(draws);
  const items = new Int32Array(draws);
  for (let i = 0; i < draws; i++) {
    users[i] = user(rng.next());
    const community = rng.next() < 0.7 ? users[i] % 20 : rng.int(20);
    items[i] = item(rng.next()) * 20 + community;
  }
  return csrFromTriplets(rows, columns, users, items, users, 'binary');
}

interface PeerOutcome {
  readonly milliseconds: number[];
  readonly singularValues: number[];
  readonly converged: number[];
  /** Scores of the first `SCORED_USERS` users by the converged solver, row-major, and the peer's error against them. */
  readonly scores: number[];
  readonly worstScoreError: number;
  readonly versions: string;
}

const worstError = (values: ArrayLike<number>, truth: number[]): number =>
  Math.max(...truth.map((value, i) => Math.abs(values[i] - value) / value));

/** Largest error of our scores of the first users against the converged ones. */
function worstScoreError({ left, singularValues, right }: TruncatedSvd, converged: number[]): number {
  const columns = right.length / rank;
  return converged.reduce((worst, value, at) => {
    const [user, item] = [Math.floor(at / columns), at % columns];
    let score = 0;
    for (let c = 0; c < rank; c++) score += left[user * rank + c] * singularValues[c] * right[item * rank + c];
    return Math.max(worst, Math.abs(score - value));
  }, 0);
}

const which = process.argv[2] === 'large' ? 'large' : 'standard';
const rounds = Number(process.argv[3] ?? (which === 'large' ? 2 : 5));
const matrix = interactions(sizes[which]);
const folder = mkdtempSync(join(tmpdir(), 'ranklab-svd-'));
try {
  writeFileSync(join(folder, 'offsets.bin'), matrix.offsets);
  writeFileSync(join(folder, 'indices.bin'), matrix.indices);
  const times: number[] = [];
  let ours: TruncatedSvd | undefined;
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    ours = truncatedSvd(matrix, { rank, seed: seed + round });
    times.push(performance.now() - startedAt);
  }
  const peer = JSON.parse(
    execFileSync(
      python,
      ['bench/peers/svd_peer.py', folder, String(matrix.rows), String(matrix.columns), String(rank), String(rounds), String(SCORED_USERS)],
      {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      },
    ),
  ) as PeerOutcome;
  if (!ours) throw new Error('No round was run');
  const [best, peerBest] = [Math.min(...times), Math.min(...peer.milliseconds)];
  const report = {
    machine: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    peer: peer.versions,
    matrix: { rows: matrix.rows, columns: matrix.columns, entries: matrix.indices.length },
    rank,
    seed,
    bestMs: { ranklab: Math.round(best), peer: Math.round(peerBest) },
    timesFaster: Number((peerBest / best).toFixed(2)),
    worstRelativeErrorOfSingularValues: {
      ranklab: Number(worstError(ours.singularValues, peer.converged).toExponential(1)),
      peer: Number(worstError(peer.singularValues, peer.converged).toExponential(1)),
    },
    worstScoreError: {
      ranklab: Number(worstScoreError(ours, peer.scores).toExponential(1)),
      peer: Number(peer.worstScoreError.toExponential(1)),
    },
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
