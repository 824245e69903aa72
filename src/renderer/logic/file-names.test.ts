import { describe, expect, it } from 'vitest';
import { exportName, folderName } from './file-names';

describe('file names', () => {
  it.each([
    ['MovieLens small', 'MovieLens small'],
    ['../../etc', 'etc'],
    ['a/b\\c:d', 'a-b-c-d'],
    ['  .hidden. ', 'hidden'],
    ['CON', 'CON-'],
    ['lpt1', 'lpt1-'],
    ['///', 'workspace'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['Küche 日本', 'Küche 日本'],
    ['x'.repeat(300), 'x'.repeat(80)],
  ])('%s becomes %s', (text, name) => expect(folderName(text)).toBe(name));

  it('joins parts into an export name', () => {
    expect(exportName(['MovieLens small', 'B: Fresh, diverse'], 'csv')).toBe('movielens-small-b-fresh-diverse.csv');
    expect(exportName(['', '…'], 'svg')).toBe('workspace.svg');
  });
});
