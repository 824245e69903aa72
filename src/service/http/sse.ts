import { Readable } from 'node:stream';

/** A comment this often keeps proxies from closing a quiet stream. */
const heartbeatMs = 15_000;

const frame = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * Values as server-sent events: `message` for each, `done` at the end, `error` with a problem document when the source
 * fails. The source is read only as fast as the client reads, and is closed when the client leaves.
 */
export function serverSentEvents(source: AsyncIterable<unknown>, problem: (error: unknown) => unknown): Readable {
  return Readable.from(frames(source, problem), { objectMode: false, highWaterMark: 16_384 });
}

async function* frames(source: AsyncIterable<unknown>, problem: (error: unknown) => unknown): AsyncGenerator<string> {
  const iterator = source[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<unknown>> | undefined;
  try {
    for (;;) {
      pending ??= iterator.next();
      const result = await orHeartbeat(pending);
      if (result === 'heartbeat') {
        yield ': still here\n\n';
        continue;
      }
      pending = undefined;
      if (result.done === true) break;
      yield frame('message', result.value);
    }
    yield frame('done', {});
  } catch (error) {
    yield frame('error', problem(error));
  } finally {
    await iterator.return?.(undefined);
  }
}

async function orHeartbeat<Value>(pending: Promise<Value>): Promise<Value | 'heartbeat'> {
  let timer: NodeJS.Timeout | undefined;
  const heartbeat = new Promise<'heartbeat'>((resolve) => {
    timer = setTimeout(() => resolve('heartbeat'), heartbeatMs);
    timer.unref();
  });
  try {
    return await Promise.race([pending, heartbeat]);
  } finally {
    clearTimeout(timer);
  }
}
