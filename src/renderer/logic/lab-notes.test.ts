import { expect, it } from 'vitest';
import { mostNotes, notePlaceSchema } from '#shared/schemas/number-note';
import { changeVariant, defaultDocument, insertVariant, removeVariant } from './lab-document';
import { labNoteAt, labPlaceText, notesFromSaved, notesToSave, putLabNote, removeLabNote } from './lab-notes';

const place = notePlaceSchema.parse({ kind: 'metric', variant: 'v2', baseline: 'v1', metric: 'ndcg@10' });
const noted = putLabNote(defaultDocument(), place, 'look here', 'n1', 5);

it('keeps one note for each number, and when it was first written', () => {
  const again = putLabNote(noted, place, 'look again', 'n2', 9);
  expect(again.numberNotes).toEqual([{ id: 'n1', place, text: 'look again', createdAtMs: 5, changedAtMs: 9 }]);
  expect(labNoteAt(again, place)?.text).toBe('look again');
  expect(removeLabNote(again, 'n1').numberNotes).toEqual([]);
});

it('follows a variant to its new name, and is saved under the names that a run gives to its variants', () => {
  const renamed = changeVariant(noted, 'v2', (variant) => ({ ...variant, name: 'Balanced' }));
  expect(labPlaceText(renamed, place)).toBe('ndcg@10, Balanced 2 − Balanced');
  const [saved] = notesToSave(renamed);
  expect(saved?.place).toMatchObject({ variant: 'Balanced 2', baseline: 'Balanced' });
});

it('keeps the note of a removed variant by its name, and gives it back with the variant', () => {
  const entry = noted.variants[1];
  const without = removeVariant(noted, 'v2');
  expect(without.numberNotes[0]?.place).toMatchObject({ variant: 'More popular', baseline: 'v1' });
  const back = entry && insertVariant(without, entry, 1);
  expect(back?.numberNotes[0]?.place).toEqual(place);
});

it('is not taken for the note of a variant whose key is the removed one’s name', () => {
  const named = changeVariant(noted, 'v2', (variant) => ({ ...variant, name: 'v1' }));
  const entry = named.variants[1];
  const without = removeVariant(named, 'v2');
  expect(labPlaceText(without, without.numberNotes[0]?.place ?? place)).toBe('ndcg@10, “v1” − Balanced');
  expect(entry && insertVariant(without, entry, 1).numberNotes[0]?.place).toEqual(place);
});

it('refuses more notes than are kept', () => {
  const [note] = noted.numberNotes;
  const full = {
    ...noted,
    numberNotes: Array.from({ length: mostNotes }, (_, n) => ({
      ...note,
      id: `n${n}`,
      place: { ...note.place, metric: `ndcg@${n + 1}` } as typeof place,
    })),
  };
  expect(() => putLabNote(full, { ...place, metric: 'mrr@10' } as typeof place, 'one more', 'x', 1)).toThrow('keeps no more');
  expect(putLabNote(full, full.numberNotes[3]?.place ?? place, 'changed', 'x', 1).numberNotes).toHaveLength(mostNotes);
});

it('comes back from a saved run', () => {
  expect(notesFromSaved(notesToSave(noted), noted.variants)).toEqual(noted.numberNotes);
});
