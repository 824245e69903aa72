import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCatalogue } from '#shared/errors';
import { transports, type Connection } from './connections';
import { events } from './probe';

/** Values that must arrive equal in type and value on every transport. */
const values: readonly [string, unknown][] = [
  ['a string id that looks like a number', '007'],
  ['a 64-bit id', '9007199254740993'],
  ['unicode, combining and bidi', 'Zażółć 日本語 👩‍👩‍👧 e\u0301 \u202Eabc\u202C'],
  ['a lone surrogate neighbour', 'a\u2028b\u2029c\u0000d'],
  ['the empty string', ''],
  ['zero', 0],
  ['negative zero', -0],
  ['not a number', NaN],
  ['infinity', Infinity],
  ['minus infinity', -Infinity],
  ['the smallest number', Number.MIN_VALUE],
  ['the largest safe integer', Number.MAX_SAFE_INTEGER],
  ['a float that has no short decimal', 0.1 + 0.2],
  ['null', null],
  ['undefined', undefined],
  ['true', true],
  ['a big integer', 2n ** 80n],
  ['a negative big integer', -9007199254740993n],
  ['a date', new Date('2024-02-29T12:34:56.789Z')],
  ['a float32 array', Float32Array.of(0.1, -0, NaN, Infinity, 3.4e38)],
  ['a float64 array', Float64Array.of(0.1, Number.MIN_VALUE, -Infinity)],
  ['an int32 array', Int32Array.of(-1, 0, 2 ** 31 - 1)],
  ['a big int64 array', BigInt64Array.of(-1n, 2n ** 62n)],
  ['bytes', Uint8Array.of(0, 127, 128, 255)],
  ['an empty array of floats', new Float32Array(0)],
  ['a view into the middle of a buffer', new Float32Array(Float32Array.of(9, 1, 2, 9).buffer, 4, 2)],
  ['a large vector', Float32Array.from({ length: 100_001 }, (_, i) => Math.sin(i))],
  ['a shared vector', new Float32Array(new SharedArrayBuffer(8)).fill(1.5)],
  ['a list with holes of every kind', [undefined, null, NaN, 1n, [undefined]]],
  [
    'nested arrays of vectors',
    {
      rows: [
        { id: 'ä', vector: Float32Array.of(1.5) },
        { id: 'b', vector: Float64Array.of(2.5) },
      ],
    },
  ],
  ['a set and a map', { set: new Set(['a', 1]), map: new Map<unknown, unknown>([['k', 1n]]) }],
  ['keys that look like object members', { constructor: 1, toString: 'x', hasOwnProperty: null, '': 2, '0': 3 }],
  ['a deep object', { a: { b: { c: { d: { e: [[[{ f: -0 }]]] } } } } }],
  ['a string that looks like our own encoding', 'Float32Array:AACAPw=='],
];

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !condition(); i++) await sleep(2);
  expect(condition()).toBe(true);
}

async function outcome(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    return { value: await call };
  } catch (error) {
    const { name, code, message, details } = error as Error & { code: string; details: object };
    return { name, code, message, details };
  }
}

describe.each(Object.entries(transports))('%s', (transport, open) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await open();
  });
  afterAll(() => connection.close());

  it.each(values)('transmits %s', async (_name, value) => {
    const { value: back } = await connection.client.probe.echo({ value });
    expect(back).toStrictEqual(value);
    if (typeof value === 'number') expect(Object.is(back, value)).toBe(true);
  });

  it('transmits a file', async () => {
    const file = new File(['user,video\n007,ä\n'], 'rätings.csv', { type: 'text/csv' });
    expect(await connection.client.probe.upload({ name: 'rätings.csv', file })).toEqual({
      name: 'rätings.csv',
      size: 18,
      text: 'user,video\n007,ä\n',
    });
  });

  it('returns undefined for a procedure without a result', async () => {
    expect(await connection.client.probe.nothing()).toBeUndefined();
  });

  it.each(Object.keys(errorCatalogue))('transmits the error %s with its place', async (code) => {
    expect(await outcome(connection.client.probe.fail({ code, message: 'Grüße “x”', place: 'ratings.csv:7' }))).toEqual({
      name: 'RankLabError',
      code,
      message: 'Grüße “x”',
      details: { place: 'ratings.csv:7' },
    });
  });

  it('transmits an unexpected error as INTERNAL', async () => {
    expect(await outcome(connection.client.probe.crash())).toMatchObject({
      name: 'RankLabError',
      code: 'INTERNAL',
      message: 'undefined is not what it seems',
    });
  });

  it('names the path and the value of invalid input', async () => {
    const input = { id: 'a', list: [{ count: 1 }, { count: 1e9 }] };
    expect(await outcome(connection.client.probe.strict(input))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('list[1].count'),
      details: { place: 'list[1].count', value: '1000000000' },
    });
  });

  it('rejects an unknown key and a missing one by name', async () => {
    expect(await outcome(connection.client.probe.strict({ id: 'a', lits: [] } as never))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('lits'),
    });
    expect(await outcome(connection.client.probe.strict({} as never))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { place: 'id' },
    });
  });

  it('streams values in order', async () => {
    const seen: unknown[] = [];
    for await (const { n, vector } of await connection.client.probe.count({ to: 3 })) seen.push([n, vector]);
    expect(seen).toEqual([1, 2, 3].map((n) => [n, Float32Array.of(n, n / 3)]));
  });

  it('transmits an error in the middle of a stream', async () => {
    const seen: number[] = [];
    const streaming = (async () => {
      for await (const { n } of await connection.client.probe.count({ to: 9, failAt: 3 })) seen.push(n);
    })();
    expect(await outcome(streaming)).toMatchObject({
      name: 'RankLabError',
      code: 'NOT_BUILT',
      message: 'Half way',
      details: { place: 'step 3' },
    });
    expect(seen).toEqual([1, 2]);
  });

  it('stops the source of a stream when its reader leaves', async () => {
    const name = `${transport} left`;
    for await (const { n } of await connection.client.probe.count({ to: 1e6, everyMs: 1, name })) if (n === 3) break;
    await until(() => events.includes(`end ${name}`));
  });

  it('aborts a call: CANCELLED for the caller, an abort signal for the handler', async () => {
    const name = `${transport} abort`;
    const controller = new AbortController();
    const call = outcome(connection.client.probe.hang({ name }, { signal: controller.signal }));
    await until(() => events.includes(`start ${name}`));
    controller.abort();
    if (transport !== 'in process') expect(await call).toMatchObject({ name: 'RankLabError', code: 'CANCELLED' });
    await until(() => events.includes(`stop ${name}`));
  });

  it('aborts a stream in the middle', async () => {
    const name = `${transport} stream abort`;
    const controller = new AbortController();
    const streaming = (async () => {
      for await (const { n } of await connection.client.probe.count({ to: 1e6, everyMs: 1, name }, { signal: controller.signal })) {
        if (n === 3) controller.abort();
      }
    })();
    const result = await outcome(streaming);
    if (transport !== 'in process') expect(result).toMatchObject({ code: 'CANCELLED' });
    await until(() => events.includes(`end ${name}`));
  });

  it('answers concurrent calls, each with its own answer', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => connection.client.probe.echo({ value: i })));
    expect(answers.map(({ value }) => value)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });
});

describe.each(Object.entries(transports).filter(([name]) => name !== 'in process'))('%s, when the service exits', (transport, open) => {
  it('fails a running call, a stream and every later call with SERVICE_GONE; none hangs', async () => {
    const connection = await open();
    const name = `${transport} gone`;
    const call = outcome(connection.client.probe.hang({ name }));
    const streaming = outcome(
      (async () => {
        for await (const _ of await connection.client.probe.count({ to: 1e6, everyMs: 1, name })) continue;
      })(),
    );
    await until(() => events.includes(`start ${name}`) && events.includes(`begin ${name}`));
    await connection.cut();
    expect(await call).toMatchObject({ name: 'RankLabError', code: 'SERVICE_GONE' });
    expect(await streaming).toMatchObject({ code: 'SERVICE_GONE' });
    expect(await outcome(connection.client.probe.nothing())).toMatchObject({ code: 'SERVICE_GONE' });
    await until(() => events.includes(`stop ${name}`) && events.includes(`end ${name}`));
  });

  it('ends running calls when this side closes', async () => {
    const connection = await open();
    const name = `${transport} closed here`;
    const call = outcome(connection.client.probe.hang({ name }));
    await until(() => events.includes(`start ${name}`));
    await connection.close();
    expect(await call).toMatchObject({ code: 'SERVICE_GONE' });
    expect(await outcome(connection.client.probe.nothing())).toMatchObject({ code: 'SERVICE_GONE' });
    await until(() => events.includes(`stop ${name}`));
  });
});
