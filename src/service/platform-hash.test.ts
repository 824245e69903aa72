import { expect, it } from 'vitest';
import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import { FingerprintBuilder } from '#engine/dataset/fingerprint';
import { usePlatformHash } from './platform-hash';

it('gives the same fingerprints as the engine’s own hash', () => {
  const numbers = Float64Array.from({ length: 5_000 }, (_, i) => Math.sqrt(i));
  const both = (): string[] => [
    fingerprintOf('a', numbers, { b: 'ü' }),
    new FingerprintBuilder().texts(['x', 'ÿ']).numbers(numbers).finish(),
  ];
  const own = both();
  usePlatformHash();
  expect(both()).toEqual(own);
  expect(own[0]).toMatch(/^[0-9a-f]{64}$/);
});
