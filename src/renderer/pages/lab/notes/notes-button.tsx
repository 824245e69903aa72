import { Popover } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { NoteList } from '../../../components/number-notes/note-list';
import { removeLabNote } from '../../../logic/lab-notes';
import { plural } from '../../../logic/format';
import { useLab, useLabDocument } from '../../../stores/lab-store';
import { useLive } from '../../../stores/live-store';
import { placedLabNotes } from '../logic/placed-lab-notes';
import { openLabNote } from './lab-note-flows';
import classes from '../verdict/verdict.module.css';

/** All notes of the Lab, also those on numbers that are no longer there. */
export function NotesButton(): ReactElement | null {
  const [opened, setOpened] = useState(false);
  const document = useLabDocument((current) => current);
  const output = useLive((live) => live.output);
  const { numberNotes } = document;
  if (numberNotes.length === 0) return null;
  return (
    <Popover opened={opened} onChange={setOpened} width={440} position="bottom" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.looks} aria-haspopup="dialog" onClick={() => setOpened(!opened)}>
          {plural(numberNotes.length, 'note')} on numbers
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Notes of the Lab">
        {opened && (
          <NoteList
            notes={placedLabNotes(document, output)}
            onEdit={({ id }) => {
              const note = numberNotes.find((one) => one.id === id);
              setOpened(false);
              if (note) openLabNote(note.place);
            }}
            onRemove={({ id }) => useLab.getState().change((before) => removeLabNote(before, id))}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
