/** A host over the probe contract, and the expected form of its error responses. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startHttpHost, type HttpHost, type HttpHostOptions } from '#service/http/host';
import { createLogger } from '#service/pino-logger';
import { probeRouter, type ProbeContext } from '../transport/probe';
import type { RawAnswer, RawRequest } from './raw-http';

export const token = 'canary-token-4711-do-not-leak';
export const bearer = { authorization: `Bearer ${token}` };
export const json = { ...bearer, 'content-type': 'application/json' };

export const logLines: string[] = [];
const logger = createLogger({ level: 'debug', destination: { write: (line) => logLines.push(line) } });
const folder = mkdtempSync(join(tmpdir(), 'ranklab-http-'));
mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
writeFileSync(
  join(folder, 'renderer/index.html'),
  '<!doctype html><title>RankLab</title><meta property="csp-nonce" nonce="%style-nonce%" />',
);
writeFileSync(join(folder, 'renderer/assets/app-1a2b.js'), 'export {};');
writeFileSync(join(folder, 'secret.txt'), 'outside of the interface');

const hosts: HttpHost[] = [];
/** A host on a free port, stopped by `stopAll`. */
export async function start(options: Partial<HttpHostOptions<ProbeContext>> = {}): Promise<HttpHost> {
  const rendererPath = join(folder, 'renderer');
  const host = await startHttpHost({
    router: probeRouter,
    context: {},
    logger,
    port: 0,
    token,
    rendererPath,
    closeGraceMs: 100,
    ...options,
  });
  hosts.push(host);
  return host;
}

export async function stopAll(): Promise<void> {
  await Promise.all(hosts.map((host) => host.close()));
  rmSync(folder, { recursive: true, force: true });
}

export const echo = (headers: Record<string, string>, body = '{"value":1}'): RawRequest => ({
  path: '/echo',
  method: 'POST',
  headers,
  body,
});

export function expectProblem(answer: RawAnswer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(JSON.parse(answer.body)).toMatchObject({
    status,
    code,
    type: expect.stringMatching(/^urn:ranklab:error:/) as string,
    title: expect.any(String) as string,
    detail: expect.any(String) as string,
  });
  expect(answer.body).not.toContain('    at ');
}
