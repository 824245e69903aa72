import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { RankLabError } from '#shared/errors';

/** Ports tried after the requested one. */
const attempts = 20;

/** Listens on `port`, or on the next free one unless `strict`; returns the port. */
export async function listen(app: FastifyInstance, host: string, port: number, strict: boolean): Promise<number> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RankLabError('INVALID_ARGUMENT', `A port is a whole number from 0 to 65535, not ${port}`, {
      place: 'port',
      value: String(port),
    });
  }
  const last = strict || port === 0 ? port : Math.min(65_535, port + attempts);
  await app.ready();
  for (let candidate = port; candidate <= last; candidate++) {
    try {
      await bind(app, host, candidate);
      return (app.server.address() as AddressInfo).port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cannotListen(host, candidate, error);
    }
  }
  await app.close();
  const range = last === port ? `Port ${port} is` : `The ports from ${port} to ${last} are`;
  throw new RankLabError('CONFLICT', `${range} taken on ${host}`, {
    place: 'port',
    value: String(port),
    remedy: 'Choose another port, or 0 for any free one.',
  });
}

function bind(app: FastifyInstance, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    app.server.once('error', reject);
    app.server.listen({ host, port }, () => {
      app.server.off('error', reject);
      resolve();
    });
  });
}

function cannotListen(host: string, port: number, cause: unknown): RankLabError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RankLabError('IO_FAILED', `Cannot listen on ${host}:${port}: ${reason}`, { place: 'host', value: host }, { cause });
}
