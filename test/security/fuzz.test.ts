import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fuzz } from './fuzz';
import { serveProgram } from './served-program';

it('2,000 random requests from the API’s own description are answered without a fault of the service', async () => {
  const program = await serveProgram();
  const memory = (): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${program.child.pid}/status`, 'utf8'))?.[1]) * 1_024;
  try {
    const { failures, statuses } = await fuzz({ url: program.url, token: program.token, requests: 2_000, seed: 7, memory });
    expect(failures).toEqual([]);
    expect(statuses['200']).toBeGreaterThan(200);
    expect(statuses['422']).toBeGreaterThan(200);
    expect((await program.call('GET', '/health')).status).toBe(200);
  } finally {
    await program.stop();
  }
}, 180_000);
