import { placeKey, placeText } from '#shared/number-notes';
import type { NotePlace, NumberNote } from '#shared/schemas/number-note';
import { api } from '../../api/client';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { notifyFailure, notifyUndo } from '../../components/notify';
import { openNote } from '../../stores/note-store';

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.experiments });

async function put(
  id: string,
  { id: noteId, place, text }: Pick<NumberNote, 'place' | 'text'> & { readonly id?: string },
): Promise<NumberNote> {
  const note = await api().experiment.noteNumber({ id, place, text, ...(noteId !== undefined && { noteId }) });
  await refresh();
  return note;
}

const undoing = (work: () => Promise<unknown>) => (): void =>
  void work().catch((error: unknown) => notifyFailure('The note could not be brought back', error));

/** Opens the note on a number of a saved run. What it replaces or removes can be brought back. */
export function openExperimentNote(experimentId: string, place: NotePlace, note: NumberNote | undefined): void {
  const where = placeText(place);
  openNote({
    key: `${experimentId} ${placeKey(place)}`,
    where,
    text: note?.text ?? '',
    save: async (text) => {
      const written = await put(experimentId, { ...(note && { id: note.id }), place, text });
      const undo = note ? () => put(experimentId, note) : () => remove(experimentId, written.id);
      notifyUndo(note ? 'Changed the note' : 'Kept the note', undoing(undo));
    },
    ...(note && { remove: () => removeExperimentNote(experimentId, note) }),
  });
}

async function remove(id: string, noteId: string): Promise<void> {
  await api().experiment.removeNote({ id, noteId });
  await refresh();
}

export function removeExperimentNote(experimentId: string, note: NumberNote): void {
  remove(experimentId, note.id).then(
    () =>
      notifyUndo(
        `Deleted the note on ${placeText(note.place)}`,
        undoing(() => put(experimentId, note)),
      ),
    (error: unknown) => notifyFailure('The note could not be deleted', error),
  );
}
