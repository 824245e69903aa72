import { RankLabError } from '#shared/errors';
import { placeKey, placeText } from '#shared/number-notes';
import { withDistinctNames } from '#shared/distinct-names';
import { mostNotes, type NotePlace, type NumberNote } from '#shared/schemas/number-note';
import type { LabDocument } from './lab-document';
import { nameOfAbsent, renamed } from './note-names';

export const labNoteAt = ({ numberNotes }: LabDocument, place: NotePlace): NumberNote | undefined =>
  numberNotes.find((note) => placeKey(note.place) === placeKey(place));

/** The document with this text as the note of a number; the number's note is replaced, if it has one. @throws INVALID_ARGUMENT where there are too many. */
export function putLabNote(document: LabDocument, place: NotePlace, text: string, id: string, nowMs: number): LabDocument {
  const before = labNoteAt(document, place);
  const note = { id: before?.id ?? id, place, text, createdAtMs: before?.createdAtMs ?? nowMs, changedAtMs: nowMs };
  const others = document.numberNotes.filter((other) => other !== before);
  if (others.length >= mostNotes)
    throw new RankLabError('INVALID_ARGUMENT', `The Lab has ${mostNotes} notes on numbers, and keeps no more`, {
      place: 'notes',
      remedy: 'Delete one that is no longer needed.',
    });
  return { ...document, numberNotes: [...others, note] };
}

export const removeLabNote = (document: LabDocument, id: string): LabDocument => ({
  ...document,
  numberNotes: document.numberNotes.filter((note) => note.id !== id),
});

/** Keys and the names that a run gives to the variants. */
const runNames = (variants: LabDocument['variants']): [key: string, name: string][] => {
  const names = withDistinctNames(variants.map(({ variant }) => variant)).map(({ name }) => name);
  return variants.map(({ key }, index) => [key, names[index] ?? key]);
};

/** The notes as they are saved with a run: variants by the names that the run gives them. A removed variant is called by its last name. */
export function notesToSave({ variants, numberNotes }: Pick<LabDocument, 'variants' | 'numberNotes'>): NumberNote[] {
  const nameOf = new Map(runNames(variants));
  return numberNotes.map((note) => ({ ...note, place: renamed(note.place, (key) => nameOf.get(key) ?? key) }));
}

/** A place of a result for the Lab: its variants by their keys. */
export function keyedPlace(place: NotePlace, variants: LabDocument['variants']): NotePlace {
  const keyOf = new Map(runNames(variants).map(([key, name]) => [name, key]));
  return renamed(place, (name) => keyOf.get(name) ?? nameOfAbsent(name));
}

/** The notes of a saved run for the Lab. */
export const notesFromSaved = (notes: readonly NumberNote[], variants: LabDocument['variants']): NumberNote[] =>
  notes.map((note) => ({ ...note, place: keyedPlace(note.place, variants) }));

/** What a note of the Lab is about, in words. */
export const labPlaceText = (document: Pick<LabDocument, 'variants'>, place: NotePlace): string => {
  const [note] = notesToSave({ ...document, numberNotes: [{ id: 'x', place, text: 'x', createdAtMs: 0, changedAtMs: 0 }] });
  return placeText(note?.place ?? place);
};
