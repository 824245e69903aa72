import type { ReactElement } from 'react';
import type { NotePlace } from '#shared/schemas/number-note';
import { openLabNote, useLabNote } from '../../stores/lab-notes';
import { NoteMark } from './note-mark';

interface Props {
  /** Its variants are called by their keys. */
  readonly place: NotePlace;
  readonly className?: string | undefined;
}

/** The mark of a note that the Lab keeps. */
export function LabNoteMark({ place, className }: Props): ReactElement {
  const { where, text } = useLabNote(place);
  return <NoteMark where={where} text={text} className={className} onOpen={() => openLabNote(place)} />;
}
