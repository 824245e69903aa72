import { expect, it } from 'vitest';
import { ServiceLimitMemory } from './service-limit-memory';

function documents(stored: Record<string, unknown> = {}) {
  const saves: unknown[] = [];
  return {
    saves,
    load: (key: string) => Promise.resolve(stored[key]),
    save: (key: string, value: unknown) => {
      stored[key] = structuredClone(value);
      saves.push(value);
      return Promise.resolve();
    },
  };
}

it('remembers the learned limits of a service across sessions', async () => {
  const state = documents();
  const memory = new ServiceLimitMemory(state);
  const limits = await memory.of('http://a model');
  expect(limits).toEqual({});
  limits.batchTexts = 32;
  await memory.save();
  await memory.save();
  expect(state.saves).toHaveLength(1);
  const next = new ServiceLimitMemory(state);
  expect(await next.of('http://a model')).toEqual({ batchTexts: 32 });
  expect(await next.of('http://b model')).toEqual({});
  await next.save();
  expect(state.saves).toHaveLength(1);
});

it('ignores a damaged document', async () => {
  const memory = new ServiceLimitMemory(documents({ 'embedding-limits': { 'http://a model': { batchTexts: -1 } } }));
  expect(await memory.of('http://a model')).toEqual({});
});
