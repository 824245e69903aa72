import { describe, expect, it } from 'vitest';
import { inspect } from '#engine/dataset/importers/inspect';
import { fieldsOfRole } from '#engine/dataset/importers/plan';
import { planFile } from '#engine/dataset/importers/plan-file';
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
  it('includes optional files, and reads users and videos before the files that refer to them', () => {
    const plan = planPreset('ranklab', ['interactions.csv', 'videos.csv', 'users.csv']);
    expect(plan.files.map(({ presetFile }) => presetFile.spec.role)).toEqual(['users', 'videos', 'interactions']);
  });

  it('names the files it looked for', () => {
    expect(() => planPreset('movielens', ['movies.csv'])).toThrow('ratings.csv and movies.csv');
    expect(() => planPreset('movielens', ['movies.csv'])).toThrow('u.data and u.item');
    expect(() => planPreset('generic', ['a.csv'])).toThrow('name the files and map their columns');
    expect(() => planPreset('movielenz', [])).toThrow('expected one of movielens, movielens-tags, ranklab');
  });
});

describe('planFile', () => {
  const look = (text: string) => inspect({ head: text, slices: [], isWhole: true, encoding: 'utf-8', bytes: text.length }, 'log.csv');
  const log = look('who;what;when;stars\na;x;2020-01-01;3,5\n');
  const mapping = { user: 'who', video: 'what', timestamp: 'when', value: 'stars' };

  it('uses detected settings', () => {
    const { spec } = planFile(log, 'log.csv', { role: 'interactions', mapping });
    expect(spec).toMatchObject({
      role: 'interactions',
      format: { delimiter: ';', encoding: 'utf-8', hasHeader: true, columns: ['who', 'what', 'when', 'stars'] },
      mapping: { user: 'who', video: 'what', timestamp: 'when', value: 'stars' },
      timestampUnit: 'iso',
      numbers: 'comma',
      defaultKind: 'rating',
    });
  });

  it('detects the unit of any column mapped to time, whatever its name', () => {
    const odd = look('who,what,x,y\na,b,1260759144123,2020-01-01\n');
    const unit = (timestamp: string) =>
      planFile(odd, 'log.csv', { role: 'interactions', mapping: { user: 'who', video: 'what', timestamp } }).spec.timestampUnit;
    expect([unit('x'), unit('y')]).toEqual(['ms', 'iso']);
  });

  it('lets options override detection', () => {
    const { spec } = planFile(log, 'log.csv', {
      role: 'interactions',
      mapping,
      options: { timestampUnit: 'ms', decimalComma: false },
      shared: { defaultKind: 'watch', kinds: { w: 'view' } },
    });
    expect(spec).toMatchObject({ timestampUnit: 'ms', numbers: 'point', defaultKind: 'watch', kinds: { w: 'view' } });
  });

  it('detects the separator of several categories', () => {
    const videos = look('id,title,genres\n1,A,"x, y"\n2,B,"y, z"\n');
    const { spec } = planFile(videos, 'videos.csv', { role: 'videos', mapping: { video: 'id', category: 'genres' } });
    expect(spec.multiValues.separators).toEqual([',']);
  });

  it('asks for a field that no column matches', () => {
    const { questions } = planFile(log, 'log.csv', { role: 'interactions', mapping: { user: 'who' } });
    expect(questions).toMatchObject([{ about: 'video', message: 'No column is mapped to “video”, and none looks like it' }]);
  });
});
