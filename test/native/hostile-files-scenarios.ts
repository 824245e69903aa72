import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaissIndex } from '#native/faiss-index';
import { crafted } from './hostile-files';
import { outcomeOf, rng, random, filled, inFolder, all, typesOfIndex } from './hostile-tools';
import type { Outcome, Scenarios } from './hostile-tools';

/** Bad paths, damaged files and malicious files. */
export const filesScenarios: Scenarios = {
  async paths() {
    return inFolder(async (folder) => {
      const index = await filled();
      writeFileSync(join(folder, 'empty'), '');
      writeFileSync(join(folder, 'text'), 'not an index at all, only some text of more than a few bytes');
      const outcomes = await all([
        () => index.save(join(folder, 'missing', 'x')),
        () => index.save(folder),
        () => index.save('/proc/version'),
        () => FaissIndex.load(join(folder, 'missing')),
        () => FaissIndex.load(folder),
        () => FaissIndex.load('/dev/zero'),
        () => FaissIndex.load(join(folder, 'empty')),
        () => FaissIndex.load(join(folder, 'text')),
        () => FaissIndex.deserialize(new Uint8Array(0)),
        () => FaissIndex.deserialize(new Uint8Array(100_000)),
      ]);
      return { outcomes, leaks: JSON.stringify(outcomes).includes('.cpp') };
    });
  },

  /** Every type: truncated anywhere, or with one byte changed, with the checksum in place. */
  async damaged() {
    const outcomes = new Set<string>();
    for (const factory of typesOfIndex) {
      const bytes = await (await filled(factory, 120)).serialize();
      for (let i = 0; i < 40; i++) {
        // If the file is cut inside the footer, the index itself is complete.
        const cut = await outcomeOf(() => FaissIndex.deserialize(bytes.subarray(0, Math.floor(((bytes.length - 24) * i) / 40))));
        outcomes.add('code' in cut ? cut.code : 'loaded');
        const flipped = bytes.slice();
        const at = rng.int(flipped.length);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << rng.int(8));
        const changed = await outcomeOf(() => FaissIndex.deserialize(flipped));
        // A change in the footer's mark makes it a foreign file, which may load if it is consistent.
        outcomes.add('code' in changed ? changed.code : at < bytes.length - 24 ? 'loaded' : 'CORRUPT_ARTIFACT');
      }
    }
    return [...outcomes];
  },

  /** The same without a checksum, as from another program: it may load, but then every operation on it must work. */
  async foreign() {
    const seen: Record<string, number> = {};
    for (const factory of typesOfIndex) {
      const whole = await (await filled(factory, 60)).serialize();
      const bytes = whole.subarray(0, whole.length - 24);
      for (let i = 0; i < Number(process.argv[3] ?? 150); i++) {
        const changed = bytes.slice(0, i % 5 === 0 ? rng.int(bytes.length) : bytes.length);
        // Most of the dangerous values are sizes at the front and between the parts.
        const range = i % 2 === 0 ? Math.min(400, changed.length) : changed.length;
        for (let flips = 1 + rng.int(3); flips > 0 && range > 0; flips--) changed[rng.int(range)] = rng.int(3) === 0 ? 255 : rng.int(256);
        const outcome = await outcomeOf(async () => {
          const index = await FaissIndex.deserialize(changed);
          const dimension = index.stats().dimension;
          await index.search(random(Math.min(dimension, 4096)).slice(0, dimension), { neighborCount: 5, nprobe: 4 });
          await index.remove(BigInt64Array.of(1n, 5n));
          await index.add(random(3 * dimension));
          await index.search(random(dimension), { neighborCount: 50 });
          await index.reconstruct((await index.ids()).subarray(0, 3));
          index.dispose();
        });
        const key = 'code' in outcome ? outcome.code : 'loaded';
        seen[key] = (seen[key] ?? 0) + 1;
      }
    }
    return seen;
  },

  /** Finite numbers whose products are NaN: every comparison on the way down a graph of several levels is false. */
  async incomparable() {
    const dimension = 16;
    const index = FaissIndex.create({ dimension, factory: 'HNSW8', metric: 'inner-product' });
    await index.add(Float32Array.from({ length: 600 * dimension }, () => rng.normal()));
    const whole = await index.serialize();
    const bytes = whole.slice(0, whole.length - 24);
    // The vectors come last. Sums of the first four and of the next four overflow, in opposite directions.
    const vectors = new DataView(bytes.buffer, bytes.length - 600 * dimension * 4);
    for (let i = 0; i < 600 * dimension; i++) vectors.setFloat32(4 * i, i % 8 < 4 ? 3e38 : -3e38, true);
    const foreign = await FaissIndex.deserialize(bytes, { metric: 'inner-product' });
    const outcome = await outcomeOf(() => foreign.search(new Float32Array(dimension).fill(1), { neighborCount: 3 }));
    return { outcome, count: foreign.stats().count };
  },

  async crafted() {
    const outcomes: Record<string, Outcome> = {};
    for (const [name, bytes] of Object.entries(crafted)) {
      outcomes[name] = await outcomeOf(async () => {
        const index = await FaissIndex.deserialize(bytes());
        await index.search(random(index.stats().dimension), { neighborCount: 3 });
        await index.add(random(200 * index.stats().dimension));
        return index;
      });
    }
    return outcomes;
  },
};
