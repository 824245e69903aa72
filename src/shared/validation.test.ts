import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isRankLabError } from './errors';
import { parseOrThrow, pathText } from './validation';

function failure(schema: z.ZodType, value: unknown, place?: string): { message: string; details: object } {
  try {
    parseOrThrow(schema, value, place);
  } catch (error) {
    if (isRankLabError(error)) return { message: error.message, details: error.details };
  }
  throw new Error('It was accepted');
}

describe('parseOrThrow', () => {
  const variant = z.strictObject({ name: z.string().min(1), weights: z.record(z.string(), z.number().max(100)).default({}) });

  it('returns the parsed value with its defaults', () => {
    expect(parseOrThrow(variant, { name: 'A' })).toEqual({ name: 'A', weights: {} });
  });

  it('names file, path and value', () => {
    expect(failure(z.array(variant), [{ name: 'A', weights: { 'fresh ness': 1e308 } }], 'variants.json')).toMatchObject({
      message: expect.stringMatching(/^\[0\]\.weights\.fresh ness: /),
      details: { place: 'variants.json: [0].weights.fresh ness', value: '1e+308' },
    });
  });

  it('counts further problems', () => {
    expect(failure(variant, { name: '', weights: { a: 'x' } }).message).toMatch(/^name: .* \(and 1 more\)$/);
  });

  it('names unknown keys, including __proto__', () => {
    expect(failure(z.object({ variants: z.array(variant) }), { variants: [{ name: 'A', wieghts: {} }] }, 'p.json')).toEqual({
      message: 'variants[0].wieghts: unknown field “wieghts”; expected name, weights',
      details: { place: 'p.json: variants[0].wieghts', value: '{}' },
    });
    expect(failure(variant, JSON.parse('{"name":"A","__proto__":{"x":1}}')).message).toContain('__proto__');
  });

  it('names an unknown field before the fields missing because of it', () => {
    const rule = z.discriminatedUnion('rule', [
      z.strictObject({ rule: z.literal('any') }),
      z.strictObject({ rule: z.literal('threshold'), minimum: z.number() }),
    ]);
    expect(failure(z.object({ relevance: rule }), { relevance: { rule: 'threshold', min: 4 } }).message).toBe(
      'relevance.min: unknown field “min”; expected rule, minimum (and 1 more)',
    );
    const either = z.union([z.strictObject({ run: z.string() }), z.strictObject({ baseline: z.string(), depth: z.int().optional() })]);
    expect(failure(z.array(either), [{ runn: 'a' }]).message).toMatch(/^\[0\]\.runn: unknown field “runn”; expected /);
  });

  it('reports the intended branch of a union', () => {
    const context = z.union([
      z.strictObject({ user: z.string() }),
      z.strictObject({ query: z.string().min(1) }),
      z.strictObject({ video: z.string() }),
    ]);
    expect(failure(z.object({ context }), { context: { query: '' } })).toMatchObject({ details: { place: 'context.query', value: '' } });
    expect(failure(z.object({ context }), { context: { user: 7 } })).toMatchObject({ details: { place: 'context.user', value: '7' } });
  });

  it('shortens long values and handles unusual ones', () => {
    expect((failure(z.object({ a: z.number() }), { a: 'x'.repeat(500) }).details as { value: string }).value).toHaveLength(80);
    expect(failure(z.object({ a: z.number() }), null).message).toContain('object');
  });
});

it('writes paths in JavaScript notation', () => {
  expect(pathText(['variants', 0, 'weights', 'a b'])).toBe('variants[0].weights.a b');
});
