import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonWriter } from './json';
import { coerceQuery } from './query';

describe('jsonWriter', () => {
  it('writes values without a JSON form if the schema allows for them', () => {
    const write = jsonWriter(z.object({ value: z.unknown() }));
    expect(write({ value: { vector: Float32Array.of(0.5, NaN), id: 2n ** 60n } })).toBe(
      '{"value":{"vector":[0.5,null],"id":"1152921504606846976"}}',
    );
    expect(jsonWriter(z.object({ id: z.bigint() }))({ id: 5n })).toBe('{"id":"5"}');
    expect(jsonWriter(undefined)({ id: 5n })).toBe('{"id":"5"}');
  });

  it('finds such values in lists, records and unions', () => {
    for (const schema of [
      z.array(z.unknown()),
      z.record(z.string(), z.unknown()),
      z.union([z.string(), z.unknown()]),
      z.object({ a: z.array(z.any()) }),
    ]) {
      expect(() => jsonWriter(schema)([{ deep: 1n }])).not.toThrow();
    }
  });

  it('uses plain JSON for schemas without such values', () => {
    const write = jsonWriter(z.object({ title: z.string(), scores: z.array(z.number()), note: z.string().nullable() }));
    expect(write({ title: 'ä"<script>', scores: [1, 0.1], note: null })).toBe('{"title":"ä\\"<script>","scores":[1,0.1],"note":null}');
  });
});

describe('coerceQuery', () => {
  const shape = {
    limit: { type: 'integer' },
    ratio: { type: 'number' },
    deep: { type: 'boolean' },
    ids: { type: 'array', items: { type: 'integer' } },
    name: { type: 'string' },
  };

  it('converts each parameter to the type of its schema', () => {
    expect(coerceQuery({ limit: '3', ratio: '-0.5', deep: 'false', ids: '7', name: '007' }, shape)).toEqual({
      limit: 3,
      ratio: -0.5,
      deep: false,
      ids: [7],
      name: '007',
    });
    expect(coerceQuery({ ids: ['1', '2'] }, shape)).toEqual({ ids: [1, 2] });
  });

  it('leaves inconvertible values for validation to reject', () => {
    expect(coerceQuery({ limit: '', ratio: 'Infinity', deep: 'yes', other: '1', toString: '2' }, shape)).toEqual({
      limit: '',
      ratio: 'Infinity',
      deep: 'yes',
      other: '1',
      toString: '2',
    });
  });
});
