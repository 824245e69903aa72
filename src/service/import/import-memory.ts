import type { TextSample } from '#engine/dataset/importers/inspect';
import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';

/**
 * Memory of an interaction while it is imported, at most: 25 bytes of columns, of which up to twice as many are reserved and one more is copied as
 * they grow (58), and up to 34 of the table of repeats. 10 million took 75 with the process itself (docs/performance.md).
 */
const bytesPerInteraction = 96;

/** Rows of a text, from the length of its sampled lines. */
export function estimatedRows({ head, slices, isWhole, bytes }: TextSample): number {
  const sampled = [head, ...slices].join('\n');
  const lines = sampled.split('\n').length;
  return isWhole ? lines : Math.round((bytes * lines) / Math.max(1, Buffer.byteLength(sampled)));
}

const gibibytes = (bytes: number): string => {
  const value = bytes / 2 ** 30;
  return value >= 0.1 ? `${value.toFixed(1)} GiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
};

/** @throws TOO_LARGE naming the rows, the memory that they take and what there is, before any of it is used. */
export function requireMemory(rows: number, place: string, availableBytes: number): void {
  const bytes = rows * bytesPerInteraction;
  if (bytes <= availableBytes) return;
  throw new RankLabError(
    'TOO_LARGE',
    `About ${formatCount(rows)} interactions take about ${gibibytes(bytes)} of memory to import; ${gibibytes(availableBytes)} are free here`,
    {
      place,
      value: String(rows),
      remedy: `Import a part of them, such as the latest months or a sample of the users, or import on a machine with ${gibibytes(1.25 * bytes)} of memory`,
    },
  );
}
