import type { ReactElement } from 'react';
import { placeKey, placeText } from '#shared/number-notes';
import type { NotePlace, NumberNote } from '#shared/schemas/number-note';
import { NoteMark } from '../../components/number-notes/note-mark';
import { openExperimentNote } from './note-flows';

interface Props {
  readonly experiment: { readonly id: string; readonly numberNotes: readonly NumberNote[] };
  readonly place: NotePlace;
}

/** The note on one number of a saved run. */
export function ExperimentNote({ experiment: { id, numberNotes }, place }: Props): ReactElement {
  const note = numberNotes.find((one) => placeKey(one.place) === placeKey(place));
  return <NoteMark where={placeText(place)} text={note?.text} onOpen={() => openExperimentNote(id, place, note)} />;
}
