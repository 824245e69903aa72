import { Readable } from 'node:stream';
import { ErrorEvent } from '@orpc/standard-server';
import { toEventStream } from '@orpc/standard-server-fetch';

/** A comment this often keeps proxies from closing a quiet stream. */
const heartbeatMs = 15_000;
/** Maximum backlog for a slow client; Node's default differs between versions. */
const bufferedBytes = 16_384;

/**
 * Values as server-sent events: `message` for each, `done` at the end, `error` with a problem document when the source
 * fails. The source is read only as fast as the client reads, and is closed when the client leaves.
 */
export function serverSentEvents(source: AsyncIterable<unknown, unknown>, problem: (error: unknown) => unknown): Readable {
  const events = toEventStream(withProblems(source[Symbol.asyncIterator](), problem), {
    eventIteratorInitialCommentEnabled: false,
    eventIteratorKeepAliveInterval: heartbeatMs,
    eventIteratorKeepAliveComment: 'still here',
  });
  return Readable.fromWeb(events, { highWaterMark: bufferedBytes });
}

/** The source with its end and failure as events. Not a generator: `return` must reach a source that is pending. */
function withProblems(
  source: AsyncIterator<unknown, unknown>,
  problem: (error: unknown) => unknown,
): AsyncIterator<unknown, unknown, void> {
  return {
    next: async () => {
      try {
        const result = await source.next();
        return result.done === true ? { done: true, value: {} } : { done: false, value: result.value };
      } catch (error) {
        throw new ErrorEvent({ data: problem(error) });
      }
    },
    return: async () => (await source.return?.()) ?? { done: true, value: undefined },
  };
}
