import { describe, expect, it } from 'vitest';
import type { RankLabError } from '../errors';
import { createHttpClient } from './http';

/** The error of a call that gets this response. */
async function failure(body: string, status: number, type: string): Promise<RankLabError> {
  const answer = (): Promise<Response> => Promise.resolve(new Response(body, { status, headers: { 'content-type': type } }));
  const client = createHttpClient('http://127.0.0.1/rpc', { fetch: answer });
  const answered: unknown = await client.experiment.list({ search: '' }).catch((error: unknown) => error);
  return answered as RankLabError;
}

describe('a response that does not come from the service', () => {
  it.each([
    ['plain text', 'Internal Server Error', 500, 'text/plain', 'INTERNAL'],
    ['a page', '<html><h1>Oops</h1></html>', 500, 'text/html', 'INTERNAL'],
    ['nothing', '', 500, 'text/plain', 'INTERNAL'],
    ['JSON of another program', '{"error":"boom"}', 500, 'application/json', 'INTERNAL'],
    ['a refusal of a proxy', '<html>', 403, 'text/html', 'FORBIDDEN'],
  ])('%s gives an error that names the call, the status and a remedy', async (_name, body, status, type, code) => {
    const { message, details, code: found } = await failure(body, status, type);
    expect(found).toBe(code);
    expect(message).toMatch(new RegExp(`^“experiment.list” was answered with HTTP ${status} \\([A-Z].+\\) and no explanation$`));
    expect(details).toEqual({ place: 'experiment.list', remedy: expect.stringContaining('Try again') });
  });

  it('of a proxy that cannot reach the service gives SERVICE_GONE', async () => {
    expect(await failure('<html>', 502, 'text/html')).toMatchObject({ code: 'SERVICE_GONE', message: 'The service does not answer' });
  });

  it('that is truncated gives an error that names the call', async () => {
    const { message, details } = await failure('{"json":{"code', 500, 'application/json');
    expect(message).toMatch(/^“experiment.list” failed: /);
    expect(details).toMatchObject({ place: 'experiment.list', remedy: expect.stringContaining('Try again') });
  });

  it('is distinguished from an error of the service', async () => {
    const errorBody = {
      defined: true,
      code: 'NOT_FOUND',
      status: 404,
      message: 'No run 7',
      data: { place: 'id', file: '/exports/all.csv' },
    };
    const { code, message, details } = await failure(JSON.stringify({ json: errorBody }), 404, 'application/json');
    expect([code, message, details]).toEqual(['NOT_FOUND', 'No run 7', { place: 'id', file: '/exports/all.csv' }]);
  });
});
