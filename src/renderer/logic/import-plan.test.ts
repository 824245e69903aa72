import { describe, expect, it } from 'vitest';
import { importRequestSchema, type FilePreview } from '#shared/schemas/dataset';
import {
  withAnswer,
  fileNameOf,
  folderOf,
  kindsSeen,
  planFile,
  planProblems,
  planRequest,
  suggestPreset,
  withColumn,
  withOption,
  withRole,
} from './import-plan';

const preview = (role: FilePreview['guess']['role'], mapping: Record<string, string>) => ({ guess: { role, mapping } }) as FilePreview;
const log = planFile('/tmp/log.csv', 'log.csv', preview('interactions', { user: 'uid', video: 'vid', timestamp: 'ts' }));
const catalogue = planFile('/tmp/cat.csv', 'cat.csv', preview('videos', { video: 'id', title: 'name' }));

describe('import plan', () => {
  it('starts from the detected roles and columns', () => {
    expect(log).toMatchObject({ role: 'interactions', mapping: { user: 'uid', video: 'vid', timestamp: 'ts' } });
    expect(planFile('/x', 'x', preview('unknown', {})).role).toBe('ignore');
    expect(planProblems([log, catalogue])).toEqual([]);
  });

  it('maps each column to one field and each field to one column', () => {
    expect(withColumn(log, 'ts', 'value').mapping).toEqual({ user: 'uid', video: 'vid', value: 'ts' });
    expect(withColumn(log, 'other', 'user').mapping).toEqual({ video: 'vid', timestamp: 'ts', user: 'other' });
    expect(withColumn(log, 'uid', undefined).mapping).toEqual({ video: 'vid', timestamp: 'ts' });
  });

  it('keeps the fields that a new role supports', () => {
    expect(withRole(log, 'videos').mapping).toEqual({ video: 'vid' });
    expect(withRole(log, 'ignore').mapping).toEqual({});
  });

  it('lists missing roles and columns', () => {
    expect(planProblems([])).toEqual(['Choose what each file contains']);
    expect(planProblems([withColumn(log, 'vid', undefined)])).toEqual(['log.csv: say which column is “Video”']);
    expect(planProblems([log, { ...log, name: 'b.csv' }])).toEqual([]);
    expect(planProblems([log, { ...log, name: 'b.csv', mapping: { user: 'uid', video: 'other' } }])).toEqual([
      'log.csv and b.csv both hold interactions, but their columns are not mapped alike',
    ]);
  });

  it('makes a request that satisfies the contract', () => {
    const request = planRequest([log, catalogue], 'merge', { unknownIds: 'reject' });
    expect(importRequestSchema.parse(request)).toEqual({
      interactions: '/tmp/log.csv',
      map: { user: 'uid', video: 'vid', timestamp: 'ts' },
      videos: '/tmp/cat.csv',
      mapVideos: { video: 'id', title: 'name' },
      options: { unknownIds: 'reject' },
      mode: 'merge',
    });
  });

  it('reads several logs as one, and leaves a known format to the service unless the user maps a column', () => {
    const known = { ...log, preset: 'movielens', questions: [] };
    const request = planRequest([known, { ...known, path: '/tmp/b.csv' }], 'replace', { unknownIds: 'add' });
    expect(importRequestSchema.parse(request)).toEqual({
      interactions: ['/tmp/log.csv', '/tmp/b.csv'],
      acceptGuesses: true,
      options: { unknownIds: 'add' },
      mode: 'replace',
    });
    expect(planRequest([withColumn(known, 'ts', undefined)], 'replace', { unknownIds: 'add' })).toMatchObject({
      map: { user: 'uid', video: 'vid' },
    });
  });

  it('lists open questions; mapping a column answers them', () => {
    const question = { file: 'log.csv', about: 'user', message: 'Which column is the user?', choices: [] };
    const withQuestion = { ...log, questions: [question] };
    expect(planProblems([withQuestion])).toEqual(['log.csv: Which column is the user?']);
    expect(planProblems([withColumn(withQuestion, 'uid', 'user')])).toEqual([]);
    expect(planProblems([withAnswer(withQuestion, 'user')])).toEqual([]);
  });

  it('reads each file with the options set by the user, otherwise with the detected ones', () => {
    const options = withOption(undefined, 'delimiter', ';');
    const request = planRequest([{ ...log, ...(options && { options }) }, catalogue], 'replace', { unknownIds: 'add' });
    expect(importRequestSchema.parse(request)).toMatchObject({ options: { unknownIds: 'add', interactions: { delimiter: ';' } } });
    expect(withOption(options, 'hasHeader', false)).toEqual({ delimiter: ';', hasHeader: false });
    expect(withOption(options, 'delimiter', undefined)).toBeUndefined();
  });

  it('lists the kinds of a log in order of appearance', () => {
    const columns = ['uid', 'vid', 'what'].map((name) => ({ name, type: 'text' as const, samples: [] }));
    const rows = [['a', 'x', 'click'], ['a', 'y', 'fav'], ['b', 'x', 'click'], ['b', 'y', '']]; // prettier-ignore
    const seen = { columns, rows } as unknown as FilePreview;
    expect(kindsSeen(withColumn(log, 'what', 'kind'), seen)).toEqual(['click', 'fav']);
    expect(kindsSeen(log, seen)).toEqual([]);
    expect(kindsSeen(catalogue, seen)).toEqual([]);
  });

  it('suggests the first preset with a layout that matches the files', () => {
    const presets = [
      { id: 'by-hand', layouts: [] },
      { id: 'ratings', layouts: [['ratings.csv', 'movies.csv'], ['u.data', 'u.item']] }, // prettier-ignore
      { id: 'plays', layouts: [['plays.csv']] },
    ];
    expect(suggestPreset(['README.txt', 'Ratings.csv', 'movies.csv'], presets)).toBe('ratings');
    expect(suggestPreset(['u.data', 'u.item', 'plays.csv'], presets)).toBe('ratings');
    expect(suggestPreset(['plays.csv', 'u.item'], presets)).toBe('plays');
    expect(suggestPreset(['ratings.csv'], presets)).toBeUndefined();
    expect(suggestPreset(['ratings.csv', 'movies.csv'], [])).toBeUndefined();
  });

  it('splits paths of all systems', () => {
    expect([folderOf('/a/b/c.csv'), fileNameOf('/a/b/c.csv')]).toEqual(['/a/b', 'c.csv']);
    expect([folderOf('C:\\a\\c.csv'), fileNameOf('C:\\a\\c.csv')]).toEqual(['C:\\a', 'c.csv']);
  });
});
