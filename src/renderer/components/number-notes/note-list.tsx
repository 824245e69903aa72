import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { noteNumberText } from '#shared/number-notes';
import type { PlacedNote } from '#shared/schemas/number-note';
import { formatMinute } from '../../logic/format';
import classes from './number-notes.module.css';

interface Props {
  readonly notes: readonly PlacedNote[];
  readonly onEdit: (note: PlacedNote) => void;
  readonly onRemove: (note: PlacedNote) => void;
}

const states = { gone: 'this number is no longer here', unchecked: 'not among the numbers shown' } as const;
const numberText = (note: PlacedNote): string =>
  note.state === 'found' || note.state === 'written' ? noteNumberText(note) : states[note.state];

/** Every note of an experiment: its number as it is now, and the text. */
export function NoteList({ notes, onEdit, onRemove }: Props): ReactElement {
  return (
    <ul className={classes.list} aria-label="Notes on numbers">
      {notes.map((note) => (
        <li key={note.id}>
          <div className={classes.where}>
            <b>{note.where}</b>
            <span className={note.state === 'gone' ? classes.gone : classes.now}>{numberText(note)}</span>
            <time className={classes.now} dateTime={new Date(note.changedAtMs).toISOString()}>
              {formatMinute(note.changedAtMs)} UTC
            </time>
          </div>
          <p className={classes.text}>{note.text}</p>
          <Button variant="subtle" size="compact-xs" aria-label={`Edit the note on ${note.where}`} onClick={() => onEdit(note)}>
            Edit
          </Button>
          <Button
            variant="subtle"
            size="compact-xs"
            c="var(--bad)"
            aria-label={`Delete the note on ${note.where}`}
            onClick={() => onRemove(note)}
          >
            Delete
          </Button>
        </li>
      ))}
    </ul>
  );
}
