/** Multi-step additions that are refused or cancelled after most of their rows have arrived. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { FaissIndex } from '#native/faiss-index';
import type { FaissMetric } from '#native/faiss-types';
import { loadAddon } from '#native/load-addon';
import { skipReason } from '../skip-reason';

const d = 64;
const kept = 3_000;
/** 23 MB: the first step copies up to 4 MB, later ones up to 8. */
const rows = 90_000;
const firstOfMore = 1_000_000;
const rng = createRng('refused additions');
const normal = (count: number): Float32Array => Float32Array.from({ length: count * d }, () => rng.normal());
const first = normal(kept);
const more = normal(rows);
const queries = normal(5);
/** 64-bit ids that differ from the row numbers. */
const idsFrom = (start: number, count: number): BigInt64Array => BigInt64Array.from({ length: count }, (_, i) => BigInt(start + 3 * i));

const folder = mkdtempSync(join(tmpdir(), 'ranklab-refused-additions-'));
const opened: FaissIndex[] = [];
afterAll(() => {
  opened.forEach((index) => index.dispose());
  rmSync(folder, { recursive: true, force: true });
});

async function create(metric: FaissMetric): Promise<FaissIndex> {
  const index = FaissIndex.create({ dimension: d, factory: 'Flat', metric, threads: 2 });
  opened.push(index);
  await index.addWithIds(first, idsFrom(10, kept));
  return index;
}

/** The complete observable state of an index. */
async function everything(index: FaissIndex): Promise<Record<string, unknown>> {
  const path = join(folder, 'index.faiss');
  await index.save(path);
  const file = readFileSync(path);
  const { ids, scores } = await index.search(queries, { neighborCount: 50 });
  const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  return {
    stats: index.stats(),
    ids: digest(new Uint8Array((await index.ids()).buffer)),
    found: [ids, scores],
    file: [file.length, digest(file)],
  };
}

interface Refusal {
  readonly why: string;
  readonly add: (index: FaissIndex, report: (fraction: number) => void) => Promise<unknown>;
  readonly error: { readonly code: string; readonly message: string };
}

const refusals: readonly Refusal[] = [
  {
    why: 'NaN in a late row',
    add: (index, report) => {
      const wrong = more.slice();
      wrong[(rows - 2) * d + 7] = NaN;
      return index.addWithIds(wrong, idsFrom(firstOfMore, rows), { report });
    },
    error: { code: 'INVALID_ARGUMENT', message: `Row ${rows - 2} of the vectors holds NaN (column 7)` },
  },
  {
    why: 'cancelled after most rows have arrived',
    add: (index, report) => {
      const stop = new AbortController();
      const reportAndStop = (fraction: number): void => {
        report(fraction);
        if (fraction > 0.5) stop.abort();
      };
      return index.addWithIds(more, idsFrom(firstOfMore, rows), { signal: stop.signal, report: reportAndStop });
    },
    error: { code: 'CANCELLED', message: expect.any(String) as string },
  },
  {
    why: 'its last id is in the index',
    add: (index, report) => {
      const ids = idsFrom(firstOfMore, rows);
      ids[rows - 1] = 10n;
      return index.addWithIds(more, ids, { report });
    },
    error: { code: 'CONFLICT', message: expect.stringContaining('10') as string },
  },
];

describe.skipIf(loadAddon().unavailableBecause !== undefined).each(['inner-product', 'cosine'] as const)(
  `an addition that fails half-way (%s)${skipReason(loadAddon().unavailableBecause)}`,
  (metric) => {
    let expected: Promise<Record<string, unknown>> | undefined;
    /** A reference index that never rejected an addition; saved and loaded in between. */
    const addedAfterLoading = async (): Promise<Record<string, unknown>> => {
      const path = join(folder, 'loaded.faiss');
      await (await create(metric)).save(path);
      const index = await FaissIndex.load(path, { factory: 'Flat', threads: 2 });
      opened.push(index);
      await index.addWithIds(more, idsFrom(firstOfMore, rows));
      return everything(index);
    };

    it.each(refusals)('leaves nothing behind and does not affect the next addition: $why', async ({ add, error }) => {
      const index = await create(metric);
      const before = await everything(index);
      const steps: number[] = [];
      await expect(add(index, (fraction) => steps.push(fraction))).rejects.toMatchObject(error);
      expect(steps.filter((fraction) => fraction > 0 && fraction < 1).length).toBeGreaterThanOrEqual(2);
      expect(await everything(index)).toEqual(before);

      await index.addWithIds(more, idsFrom(firstOfMore, rows));
      expect(await everything(index)).toEqual(await (expected ??= addedAfterLoading()));
    });
  },
);
