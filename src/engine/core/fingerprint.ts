import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Fingerprint } from '#shared/ids';

/** SHA-256 over the parts in order, each preceded by its length so that "ab","c" and "a","bc" differ. Objects go in as JSON. */
export function fingerprintOf(...parts: readonly unknown[]): Fingerprint {
  const hash = sha256.create();
  for (const part of parts) {
    const bytes = ArrayBuffer.isView(part)
      ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
      : utf8ToBytes(typeof part === 'string' ? part : (JSON.stringify(part) ?? 'undefined'));
    hash.update(utf8ToBytes(`${bytes.length}:`)).update(bytes);
  }
  return bytesToHex(hash.digest()) as Fingerprint;
}
