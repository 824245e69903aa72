import { describe, expect, it } from 'vitest';
import { paletteEntries, searchPalette, type PaletteEntry } from './palette';

const entry = (label: string, group: string, hint?: string): PaletteEntry => ({
  id: label,
  label,
  group,
  ...(hint !== undefined && { hint }),
});
const labels = (entries: readonly PaletteEntry[]): string[] => entries.map(({ label }) => label);

describe('the palette', () => {
  it('puts pages first, then the page’s own commands, and what is merely visible last, each label once', () => {
    const offered = [
      entry('Undo', 'On this page'),
      entry('Home', 'Go to'),
      entry('Dark theme', 'Look'),
      entry('undo', 'Lab'),
      entry('Build', 'Model'),
    ];
    expect(labels(paletteEntries(offered))).toEqual(['Home', 'Build', 'Dark theme', 'Undo']);
  });

  it('finds by whole label, beginning, word and anywhere, in that order, and by every word', () => {
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
