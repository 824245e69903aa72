import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import { splitRegistry } from '#engine/dataset/splits/registry';
import type { Dataset } from '#engine/model/dataset';
import { latestTimestampMs } from '#engine/pipeline/training-view';
import type { Side } from '#engine/pipeline/sides';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { TestPart } from '../storage/ledger/peeking-ledger';

/** The test part of a side as the ledger of looks knows it: by how it was cut and not by the rows of one state of the data. */
export function testPartOf(
  { split, fingerprint }: Side,
  { relevance, seed, split: requested }: Pick<ExperimentConfig, 'relevance' | 'seed' | 'split'>,
  dataset: Dataset,
): TestPart {
  if (!split) return { rule: '', cut: '', startMs: null, endMs: null, fingerprint };
  const { fraction, atMs, ...params } = split.params;
  const byTime = split.respectsTime;
  // Files that were given are the same test part under every seed.
  const { isRandom, isGiven } = splitRegistry.get(split.id);
  const drawn = isRandom && isGiven !== true ? seed : null;
  const rule = fingerprintOf('test-part', split.id, params, byTime ? null : fraction, drawn, relevance);
  const endMs = latestTimestampMs(dataset, split.test);
  return {
    rule,
    cut: byTime ? fingerprintOf('cut', fraction, atMs) : '',
    startMs: byTime && Number.isFinite(split.testStartMs) ? split.testStartMs : null,
    endMs: byTime && Number.isFinite(endMs) ? endMs : null,
    fingerprint,
    settings: { split: { id: split.id, params: shownParams(requested.params) }, relevance, seed: drawn },
  };
}

/** As requested, without defaults; without files, whose content would fill the ledger. */
const shownParams = (params: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined && value !== null && typeof value !== 'object'));

/** The test part of exactly this data, for data that came as files for one run: other files may be cut by the same rule. */
export const exactTestPart = ({ fingerprint }: Side): TestPart => ({ rule: fingerprint, cut: '', startMs: null, endMs: null, fingerprint });
