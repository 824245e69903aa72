import type { ReactElement } from 'react';
import { placeNotes } from '#shared/number-notes';
import type { SavedExperiment } from '#shared/contract/experiment';
import { NoteList } from '../../components/number-notes/note-list';
import { openExperimentNote, removeExperimentNote } from './note-flows';
import classes from './experiments.module.css';

/** Every note on a number of the run; a number has its mark in the table of metrics. */
export function NotesOnNumbers({ experiment }: { readonly experiment: SavedExperiment }): ReactElement | null {
  if (experiment.numberNotes.length === 0) return null;
  const noteOf = (id: string) => experiment.numberNotes.find((note) => note.id === id);
  return (
    <div>
      <h3 className={classes.heading}>Notes on numbers</h3>
      <NoteList
        notes={placeNotes(experiment.numberNotes, experiment)}
        onEdit={({ id, place }) => openExperimentNote(experiment.id, place, noteOf(id))}
        onRemove={({ id }) => {
          const note = noteOf(id);
          if (note) removeExperimentNote(experiment.id, note);
        }}
      />
    </div>
  );
}
