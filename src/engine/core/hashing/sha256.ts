import { sha256 } from '@noble/hashes/sha2.js';

/** An incremental hash. */
interface Sha256 {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

let create: () => Sha256 = () => sha256.create();

export const createSha256 = (): Sha256 => create();

/** Replaces the implementation, for example by the platform's, which is several times faster. The digests are the same. */
export function provideSha256(implementation: () => Sha256): void {
  create = implementation;
}
