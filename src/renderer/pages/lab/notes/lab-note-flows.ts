import type { NotePlace } from '#shared/schemas/number-note';
import { labNoteAt, labPlaceText, putLabNote, removeLabNote } from '../../../logic/lab-notes';
import { labDocument, useLab } from '../../../stores/lab-store';
import { openNote } from '../../../stores/note-store';

/** Not crypto.randomUUID, which a page served over plain HTTP on a network has not. */
const newId = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;

/** Opens the note on a number of the Lab. Keeping and deleting it are changes that undo takes back. */
export function openLabNote(place: NotePlace): void {
  const document = labDocument();
  const note = labNoteAt(document, place);
  const { change } = useLab.getState();
  openNote({
    where: labPlaceText(document, place),
    text: note?.text ?? '',
    save: (text) => change((before) => putLabNote(before, place, text, newId(), Date.now())),
    ...(note && { remove: () => change((before) => removeLabNote(before, note.id)) }),
  });
}
