import { RankLabError } from '#shared/errors';
import { decodeExactIndex } from './exact-format';
import type { Overlay } from './overlaid-index';
import type { AnnIndexSettings } from './port';

/** Reads what OverlaidIndex.serialize wrote. @throws CORRUPT_ARTIFACT */
export function decodeManifest(
  bytes: Uint8Array,
  settings: AnnIndexSettings,
): { readonly manifest: Readonly<Record<string, unknown>>; readonly overlay: Overlay } {
  const end = bytes.indexOf(10);
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end)))) as Record<string, unknown>;
    const { removed, ...manifest } = header;
    if (!Array.isArray(removed)) throw new TypeError('no list of removed ids');
    const { ids, vectors } = decodeExactIndex(bytes.subarray(end + 1), settings);
    return { manifest, overlay: { removed: Int32Array.from(removed as number[]), addedIds: ids, addedVectors: vectors } };
  } catch (error) {
    throw new RankLabError('CORRUPT_ARTIFACT', `The manifest of the index is damaged: ${(error as Error).message}`, {
      remedy: 'Rebuild the index',
    });
  }
}
