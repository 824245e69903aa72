import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import { parseParams } from '#engine/core/registry';
import type { Dataset } from '#engine/model/dataset';
import type { Split } from '#engine/model/split';
import { RankLabError } from '#shared/errors';
import type { SplitSettings } from '#shared/schemas/experiment';
import { kCorePositions } from './k-core';
import { splitRegistry } from './registry';
import { Part, type CommonParams, type PartCode, type SplitInput, type SplitStrategy, type TimeTieCounts } from './strategy';

/**
 * Divides a dataset's interactions. The same dataset, settings and seed give the same split.
 * @throws INVALID_ARGUMENT for an unknown split or parameter, for timestamps that are missing or all equal where the
 * split needs them, and for settings that leave nothing to train or to test on.
 */
export function splitDataset(dataset: Dataset, settings: SplitSettings, seed: number): Split {
  const strategy = splitRegistry.get(settings.id, 'split.id');
  const params = parseParams(strategy, settings.params, 'split.params') as CommonParams & Record<string, unknown>;
  const noted: { timeTies?: TimeTieCounts } = {};
  const input: SplitInput = {
    dataset,
    positions: usablePositions(dataset, strategy, params),
    seed,
    timeTies: settings.timeTies,
    timeTieSeed: settings.timeTieSeed ?? seed,
    noteTimeTies: (counts) => {
      noted.timeTies = counts;
    },
  };
  const parts = new Uint8Array(dataset.interactions.count).fill(Part.unused);
  strategy.divide(input, params, parts);
  if (settings.validationFraction > 0) strategy.carve(input, settings.validationFraction, parts);
  return {
    ...describe(dataset, strategy, params, parts),
    ...(noted.timeTies && { timeTies: { rule: settings.timeTies, ...noted.timeTies } }),
  };
}

/** The positions that take part: in the k-core if one is asked for, and with a timestamp if the split needs one. */
function usablePositions(dataset: Dataset, strategy: SplitStrategy, params: CommonParams): Int32Array {
  const { count, timestampsMs } = dataset.interactions;
  const all = new Int32Array(count);
  for (let position = 0; position < count; position++) all[position] = position;
  const timed = strategy.needsTimestamps ? all.filter((position) => !Number.isNaN(timestampsMs[position])) : all;
  if (timed.length < count && (params.withoutTimestamp === 'refuse' || timed.length === 0)) {
    const timeless = splitRegistry.list().filter((entry) => !entry.needsTimestamps);
    throw new RankLabError(
      'INVALID_ARGUMENT',
      `${count - timed.length} of ${count} interactions have no timestamp; the split “${strategy.id}” needs them`,
      {
        place: 'split.id',
        value: strategy.id,
        remedy: `Use a split that works without: ${timeless.map((entry) => entry.id).join(', ')}${timed.length > 0 ? '; or set withoutTimestamp to leave-out' : ''}`,
      },
    );
  }
  return kCorePositions(dataset, timed, params.minimumUserInteractions, params.minimumItemInteractions);
}

function describe(dataset: Dataset, strategy: SplitStrategy, params: Record<string, unknown>, parts: Uint8Array): Split {
  const train = positionsOf(parts, Part.train);
  const test = positionsOf(parts, Part.test);
  const foldIn = positionsOf(parts, Part.foldIn);
  for (const [side, positions] of [['train', train] as const, ['test', test] as const]) {
    if (positions.length === 0) throw emptySide(dataset, strategy, side);
  }
  const trainEndMs = extreme(dataset, train, Math.max);
  const testStartMs = extreme(dataset, test, Math.min);
  return {
    id: strategy.id,
    params,
    train,
    validation: positionsOf(parts, Part.validation),
    test,
    unused: positionsOf(parts, Part.unused, Part.foldIn),
    ...(foldIn.length > 0 && { foldIn }),
    trainEndMs,
    testStartMs,
    respectsTime: testStartMs >= trainEndMs,
    // Hashes the parts, not the settings: a date and a fraction that cut at the same timestamp give the same test side.
    fingerprint: fingerprintOf('split', dataset.fingerprint, strategy.id, parts),
  };
}

/** Positions with one of two codes, ascending. */
function positionsOf(parts: Uint8Array, code: PartCode, orCode: PartCode = code): Int32Array {
  let count = 0;
  for (const part of parts) if (part === code || part === orCode) count++;
  const positions = new Int32Array(count);
  for (let position = 0, written = 0; written < count; position++) {
    if (parts[position] === code || parts[position] === orCode) positions[written++] = position;
  }
  return positions;
}

/** Newest or oldest timestamp of some interactions; NaN if any of them has none. */
function extreme(dataset: Dataset, positions: Int32Array, choose: (a: number, b: number) => number): number {
  const { timestampsMs } = dataset.interactions;
  let result = timestampsMs[positions[0]];
  for (const position of positions) result = choose(result, timestampsMs[position]);
  return result;
}

function emptySide(dataset: Dataset, strategy: SplitStrategy, side: 'train' | 'test'): RankLabError {
  const { count, timestampsMs } = dataset.interactions;
  const everything = Int32Array.from({ length: count }, (_, position) => position);
  const range = [extreme(dataset, everything, Math.min), extreme(dataset, everything, Math.max)];
  const period = range.every(Number.isFinite) ? ` (timestamps run from ${range.map((ms) => new Date(ms).toISOString()).join(' to ')})` : '';
  return new RankLabError(
    'INVALID_ARGUMENT',
    `The split “${strategy.id}” leaves no interaction to ${side} on: ${timestampsMs.length} in all${period}`,
    {
      place: 'split.params',
      remedy: 'Change the split’s parameters, or use more data',
    },
  );
}
