import { describe, expect, it } from 'vitest';
import { planCustom, type CustomFile } from '#engine/dataset/importers/custom-plan';
import { fieldsOfRole } from '#engine/dataset/importers/plan';
import { previewCsv } from '#engine/dataset/importers/preview';
import { planPreset } from '#engine/dataset/importers/plan-preset';
import { importPresets } from '#engine/dataset/importers/registry';

describe.each(importPresets.list().flatMap((preset) => preset.layouts.map((layout) => [preset.id, layout] as const)))(
  'preset %s',
  (id, layout) => {
    it(`describes every file of ${layout.label} completely`, () => {
      for (const { spec } of layout.files) {
        const { required, optional } = fieldsOfRole[spec.role];
        const known: readonly string[] = [...required, ...optional];
        for (const field of required) expect(spec.mapping, spec.file).toHaveProperty(field);
        for (const [field, column] of Object.entries(spec.mapping)) {
          expect(known).toContain(field);
          if (!spec.format.hasHeader) expect(spec.format.columns).toContain(column);
        }
        for (const column of Object.values(spec.categoryFlags ?? {})) expect(spec.format.columns).toContain(column);
      }
    });

    it(`finds ${layout.label} among other files, whatever the letter case`, () => {
      const names = layout.files.filter((file) => file.required).map((file) => file.spec.file.toUpperCase());
      const plan = planPreset(id, ['README', ...names]);
      expect(plan.files.map((file) => file.file).sort()).toEqual([...names].sort());
      expect(plan.notes[0]).toBe(`Read as ${layout.label}`);
    });
  },
);

describe('planPreset', () => {
  it('takes optional files along, and reads users and videos before what names them', () => {
    const plan = planPreset('ranklab', ['interactions.csv', 'videos.csv', 'users.csv']);
    expect(plan.files.map((file) => file.role)).toEqual(['users', 'videos', 'interactions']);
  });

  it('names what it looked for', () => {
    expect(() => planPreset('movielens', ['movies.csv'])).toThrow('ratings.csv and movies.csv');
    expect(() => planPreset('movielens', ['movies.csv'])).toThrow('u.data and u.item');
    expect(() => planPreset('generic', ['a.csv'])).toThrow('name the files and map their columns');
    expect(() => planPreset('movielenz', [])).toThrow('expected one of movielens, movielens-tags, ranklab, generic');
  });
});

describe('planCustom', () => {
  const file = (role: CustomFile['role'], text: string, mapping: CustomFile['mapping']): CustomFile => ({
    role,
    file: `${role}.csv`,
    preview: previewCsv(new TextEncoder().encode(text), `${role}.csv`, true),
    mapping,
  });
  const log = file('interactions', 'who;what;when;stars\na;x;2020-01-01;3,5\n', {
    user: 'who',
    video: 'what',
    timestamp: 'when',
    value: 'stars',
  });

  it('uses what was detected', () => {
    const [spec] = planCustom([log]).files;
    expect(spec).toMatchObject({
      role: 'interactions',
      format: { delimiter: ';', encoding: 'utf-8', hasHeader: true, columns: ['who', 'what', 'when', 'stars'] },
      mapping: { user: 'who', video: 'what', timestamp: 'when', value: 'stars' },
      timestampUnit: 'iso',
      decimalComma: true,
      defaultKind: 'rating',
    });
  });

  it('finds the unit of whatever column is mapped to time, though its name says nothing', () => {
    const odd = file('interactions', 'who,what,x,y\na,b,1260759144123,2020-01-01\n', { user: 'who', video: 'what', timestamp: 'x' });
    expect(planCustom([odd]).files[0].timestampUnit).toBe('ms');
    expect(planCustom([{ ...odd, mapping: { ...odd.mapping, timestamp: 'y' } }]).files[0].timestampUnit).toBe('iso');
  });

  it('lets options override it', () => {
    const plan = planCustom([log], {
      interactions: { timestampUnit: 'ms', decimalComma: false },
      defaultKind: 'watch',
      kinds: { w: 'view' },
      unknownIds: 'reject',
    });
    expect(plan.unknownIds).toBe('reject');
    expect(plan.files[0]).toMatchObject({ timestampUnit: 'ms', decimalComma: false, defaultKind: 'watch', kinds: { w: 'view' } });
  });

  it('finds what divides several categories', () => {
    const videos = file('videos', 'id,title,genres\n1,A,"x, y"\n2,B,"y, z"\n', { video: 'id', category: 'genres' });
    expect(planCustom([videos]).files[0].multiValues.separator).toBe(',');
  });

  it('names a column that does not exist, and a field that is not mapped', () => {
    expect(() => planCustom([{ ...log, mapping: { user: 'who', video: 'nope' } }])).toThrow(
      'interactions.csv has no column “nope” (mapped to video); it has who, what, when, stars',
    );
    expect(() => planCustom([{ ...log, mapping: { user: 'who' } }])).toThrow('no column is mapped to “video”');
  });
});
