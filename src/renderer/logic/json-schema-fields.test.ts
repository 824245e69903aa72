import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readable } from '#shared/words';
import { schemaFields } from './json-schema-fields';

describe('schemaFields', () => {
  it('reads the JSON Schema that zod writes', () => {
    const schema = z.strictObject({
      halfLifeDays: z.number().positive().max(3650).default(30).describe('Age at which the value has halved'),
      size: z.int().min(1).default(8),
      mode: z
        .enum(['fast', 'exact'])
        .meta({ labels: { exact: 'As it is' } })
        .default('fast'),
      normalise: z.boolean().default(true),
      model: z.string().optional().meta({ whenEmpty: 'the default' }),
      share: z.number().optional().meta({ valueWhenEmpty: 0.2, unlessGiven: 'size' }),
      seed: z.int().nullable().default(null),
      weights: z.strictObject({ title: z.number().default(3), tags: z.number().default(2) }).prefault({}),
      fields: z
        .array(z.enum(['title', 'tags']))
        .min(1)
        .default(['title']),
      free: z.record(z.string(), z.number()).optional(),
      points: z.array(z.number()).optional(),
    });
    const fields = schemaFields(z.toJSONSchema(schema, { io: 'input' }));
    expect(fields.map(({ name, kind }) => `${name}:${kind}`)).toEqual([
      'halfLifeDays:number',
      'size:number',
      'mode:choice',
      'normalise:switch',
      'model:text',
      'share:number',
      'seed:number',
      'weights:group',
      'fields:choices',
    ]);
    const weights = fields.find(({ name }) => name === 'weights');
    expect(weights?.kind === 'group' && schemaFields(weights.schema).map(({ name, defaultValue }) => [name, defaultValue])).toEqual([['title', 3], ['tags', 2]]); // prettier-ignore
    expect(fields.at(-1)).toMatchObject({
      options: [
        { value: 'title', label: 'Title' },
        { value: 'tags', label: 'Tags' },
      ],
      defaultValue: ['title'],
    });
    expect(fields[0]).toMatchObject({
      label: 'Half life days',
      description: 'Age at which the value has halved',
      defaultValue: 30,
      minimum: 0,
      maximum: 3650,
      integer: false,
    });
    expect(fields[1]).toMatchObject({ minimum: 1, maximum: undefined, integer: true });
    expect(fields[2]).toMatchObject({
      options: [
        { value: 'fast', label: 'Fast' },
        { value: 'exact', label: 'As it is' },
      ],
    });
    expect(fields[4]).toMatchObject({ whenEmpty: 'the default' });
    expect(fields[5]).toMatchObject({ valueWhenEmpty: { value: 0.2, unlessGiven: 'size' } });
  });

  it('returns no fields for a schema without properties', () => {
    expect(schemaFields({})).toEqual([]);
  });

  it('makes readable labels from names', () => {
    expect(readable('maxPerCreator')).toBe('Max per creator');
    expect(readable('nprobe')).toBe('Nprobe');
  });
});

it('reads a moment in milliseconds as a date', () => {
  const atMs = { type: 'integer', description: 'Start of the test side, milliseconds since 1970' };
  expect(schemaFields({ properties: { atMs, sinceAtMs: atMs, elapsedMs: { type: 'integer' } } })).toMatchObject([
    { name: 'atMs', kind: 'moment', label: 'From', description: 'Start of the test side (UTC)' },
    { name: 'sinceAtMs', kind: 'moment', label: 'Since at' },
    { name: 'elapsedMs', kind: 'number' },
  ]);
});
