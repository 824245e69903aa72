import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Fingerprint } from '#shared/ids';
import { createSha256 } from './sha256';

/** SHA-256 over the parts in order, each preceded by its length so that "ab","c" and "a","bc" differ. Objects go in as JSON. */
export function fingerprintOf(...parts: readonly unknown[]): Fingerprint {
  const hash = createSha256();
  for (const part of parts) {
    const bytes = ArrayBuffer.isView(part)
      ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
      : utf8ToBytes(typeof part === 'string' ? part : (JSON.stringify(part) ?? 'undefined'));
    hash.update(utf8ToBytes(`${bytes.length}:`));
    hash.update(bytes);
  }
  return bytesToHex(hash.digest()) as Fingerprint;
}
