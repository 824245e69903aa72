import { expect, it } from 'vitest';
import { nodeFileOperations } from '../storage/files/file-operations';
import { compressed } from './compress';

/** Chunks without an end, or up to a failure; `closed` is fulfilled when their source is closed. */
function source(failAfter = Infinity) {
  let close = (): void => {};
  const closed = new Promise<void>((resolve) => (close = resolve));
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (let i = 0; ; i++) {
        if (i === failAfter) throw new Error('no more');
        // Not compressible, so that blocks come out early.
        yield await Promise.resolve(Uint8Array.from({ length: 4_096 }, (_, at) => (at * at * (i + 7) * 31) % 251));
      }
    } finally {
      close();
    }
  }
  return { chunks: chunks(), closed };
}
const gzipped = (chunks: AsyncIterable<Uint8Array>) => compressed(nodeFileOperations, '', chunks, 'gzip');

it('what is compressed is closed when no more of it is read', async () => {
  const { chunks, closed } = source();
  for await (const block of gzipped(chunks)) {
    expect(block.length).toBeGreaterThan(0);
    break;
  }
  await closed;
});

it('a failure while reading what is compressed reaches the reader', async () => {
  const { chunks, closed } = source(3);
  const read = async (): Promise<void> => {
    for await (const block of gzipped(chunks)) expect(block).toBeDefined();
  };
  await expect(read()).rejects.toThrow('no more');
  await closed;
});
