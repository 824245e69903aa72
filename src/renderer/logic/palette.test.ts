import { describe, expect, it } from 'vitest';
import { paletteEntries, searchPalette, type PaletteEntry } from './palette';

const entry = (label: string, group: string, hint?: string): PaletteEntry => ({
  id: label,
  label,
  group,
  ...(hint !== undefined && { hint }),
});
const labels = (entries: readonly PaletteEntry[]): string[] => entries.map(({ label }) => label);

describe('command palette', () => {
  it('lists pages, then the page’s commands, then visible controls, each label once', () => {
    const offered = [
      entry('Undo', 'On this page'),
      entry('Home', 'Go to'),
      entry('Dark theme', 'Look'),
      entry('undo', 'Lab'),
      entry('Build', 'Model'),
    ];
    expect(labels(paletteEntries(offered))).toEqual(['Home', 'Build', 'Dark theme', 'Undo']);
  });

  it('ranks matches of the whole label, its beginning, a word and any part, in that order; every word must match', () => {
    const entries = paletteEntries([
      entry('Label the axis', 'Look'),
      entry('Open the Lab in dark', 'Lab'),
      entry('Available', 'Lab'),
      entry('Lab', 'Go to'),
      entry('Undo', 'Lab'),
    ]);
    expect(labels(searchPalette('lab', entries))).toEqual(['Lab', 'Label the axis', 'Open the Lab in dark', 'Available', 'Undo']);
    expect(labels(searchPalette('dark lab', entries))).toEqual(['Open the Lab in dark']);
    expect(labels(searchPalette('nothing', entries))).toEqual([]);
    expect(searchPalette(' ', entries)).toHaveLength(5);
  });
});
