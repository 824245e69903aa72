import { useMemo } from 'react';
import { placeKey } from '#shared/number-notes';
import type { NotePlace } from '#shared/schemas/number-note';
import { labNoteAt, labPlaceText, putLabNote, removeLabNote } from '../logic/lab-notes';
import { labDocument, useLab, useLabDocument } from './lab-store';
import { labKey, openNote } from './note-store';

/** Not crypto.randomUUID, which a page served over plain HTTP on a network has not. */
const newId = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;

/** Opens the note on a number of the Lab. Keeping and deleting it are changes that undo takes back. */
export function openLabNote(place: NotePlace): void {
  const document = labDocument();
  const note = labNoteAt(document, place);
  const { change } = useLab.getState();
  openNote({
    key: labKey(placeKey(place)),
    where: labPlaceText(document, place),
    text: note?.text ?? '',
    save: (text) => change((before) => putLabNote(before, place, text, newId(), Date.now())),
    ...(note && { remove: () => change((before) => removeLabNote(before, note.id)) }),
  });
}

interface LabNote {
  /** The number, in words. */
  readonly where: string;
  /** Undefined without a note. */
  readonly text: string | undefined;
}

/** The note on a number of the Lab. What a slider changes is not read, so that rows of the panel do not wait for their notes. */
export function useLabNote(place: NotePlace): LabNote {
  const numberNotes = useLabDocument((document) => document.numberNotes);
  const names = useLabDocument(({ variants }) => variants.map(({ variant: { name } }) => name).join('\n'));
  const key = placeKey(place);
  const text = useMemo(() => numberNotes.find((note) => placeKey(note.place) === key)?.text, [numberNotes, key]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says what the place is, the names how it reads
  const where = useMemo(() => labPlaceText(labDocument(), place), [names, key]);
  return { where, text };
}
