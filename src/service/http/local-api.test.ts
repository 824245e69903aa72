import { describe, expect, it } from 'vitest';
import type { HttpHost } from './host';
import { LocalApi } from './local-api';

function fakeHost(log: string[], port: number): HttpHost {
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    token: 'token-for-this-run',
    appUrl: `${url}/#token=token-for-this-run`,
    load: () => ({ requestCount: 7, requestsPerSecond: 0.7, p50Ms: 1, p99Ms: 2 }),
    close: async () => {
      await Promise.resolve();
      log.push(`closed ${port}`);
    },
  };
}

describe('LocalApi', () => {
  it('is off until it is turned on, and off again afterwards', async () => {
    const log: string[] = [];
    const api = new LocalApi(async (port) => fakeHost(log, port));
    expect(api.status()).toMatchObject({ running: false, url: null, token: null, requestCount: 0 });
    expect(await api.start(7345)).toMatchObject({
      running: true,
      url: 'http://127.0.0.1:7345',
      token: 'token-for-this-run',
      requestCount: 7,
    });
    expect(await api.stop()).toMatchObject({ running: false, token: null });
    expect(log).toEqual(['closed 7345']);
  });

  it('opens one server for concurrent requests, and switches in the order requested', async () => {
    const log: string[] = [];
    const api = new LocalApi(async (port) => {
      log.push(`opened ${port}`);
      return fakeHost(log, port);
    });
    const states = await Promise.all([api.start(1), api.start(2), api.stop(), api.start(3)]);
    expect(states.map(({ url }) => url)).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:1', null, 'http://127.0.0.1:3']);
    expect(log).toEqual(['opened 1', 'closed 1', 'opened 3']);
  });

  it('stays off after a failed start and can be started again', async () => {
    let taken = true;
    const api = new LocalApi(async (port) => {
      if (taken) throw new Error('taken');
      return fakeHost([], port);
    });
    await expect(api.start(1)).rejects.toThrow('taken');
    expect(api.status().running).toBe(false);
    taken = false;
    expect((await api.start(1)).running).toBe(true);
  });
});
