import { describe, expect, it } from 'vitest';
import { serverSentEvents } from './sse';

async function textOf(source: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of serverSentEvents(source, (error) => ({ detail: (error as Error).message }))) text += String(chunk);
  return text;
}

describe('serverSentEvents', () => {
  it('writes a message for every value and an end message', async () => {
    async function* source(): AsyncGenerator<unknown> {
      yield { n: 1 };
      yield 'two\nlines';
    }
    expect(await textOf(source())).toBe(
      'event: message\ndata: {"n":1}\n\nevent: message\ndata: "two\\nlines"\n\nevent: done\ndata: {}\n\n',
    );
  });

  it('ends with the problem document when the source fails', async () => {
    async function* source(): AsyncGenerator<unknown> {
      yield 1;
      throw new Error('no more');
    }
    expect(await textOf(source())).toBe('event: message\ndata: 1\n\nevent: error\ndata: {"detail":"no more"}\n\n');
  });

  it('reads no faster than its reader, and closes the source when the reader leaves', async () => {
    let produced = 0;
    let closed = false;
    async function* source(): AsyncGenerator<string> {
      try {
        for (;;) {
          produced++;
          yield 'x'.repeat(1_000);
        }
      } finally {
        closed = true;
      }
    }
    const stream = serverSentEvents(source(), String);
    await new Promise((resolve) => stream.once('readable', resolve));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(produced).toBeLessThan(50);
    stream.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(closed).toBe(true);
  });
});
