import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { RankedVideo } from '#shared/schemas/ranking';
import { openLabNote } from '../../../stores/lab-notes';
import { listPlace, useListContext, useListNotes } from './use-list-notes';
import classes from '../../../components/number-notes/number-notes.module.css';

interface Props {
  readonly variantKey: string;
  readonly letter: string;
  readonly item: RankedVideo;
}

/** The note on a video's place in a list: its text, where it stood then, and the way to write or change it. */
export function ListNote({ variantKey, letter, item }: Props): ReactElement | null {
  const context = useListContext();
  const note = useListNotes(variantKey).get(item.videoId);
  if (context === null) return null;
  const before = note?.place.kind === 'list' && note.place.position !== item.position ? note.place.position : null;
  return (
    <>
      {note && (
        <p className={classes.text}>
          <b>Note</b>
          {before !== null && <span className={classes.now}> (written at position {before})</span>}: {note.text}
        </p>
      )}
      <Button variant="default" size="compact-xs" onClick={() => openLabNote(note?.place ?? listPlace(variantKey, context, item))}>
        {note ? `Change the note in ${letter}` : `Note on this place in ${letter}`}
      </Button>
    </>
  );
}
