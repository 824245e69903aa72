import { Popover } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { NoteList } from '../../../components/number-notes/note-list';
import { removeLabNote } from '../../../logic/lab-notes';
import { plural } from '../../../logic/format';
import { labDocument, useLab, useLabDocument } from '../../../stores/lab-store';
import { useLive } from '../../../stores/live-store';
import { placedLabNotes } from '../logic/placed-lab-notes';
import { openLabNote } from '../../../stores/lab-notes';
import classes from '../verdict/verdict.module.css';

/** All notes of the Lab, also those on numbers that are no longer there. */
export function NotesButton(): ReactElement | null {
  const [opened, setOpened] = useState(false);
  const count = useLabDocument(({ numberNotes }) => numberNotes.length);
  if (count === 0) return null;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width="min(440px, calc(100vw - 24px))"
      position="bottom"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button type="button" className={classes.looks} aria-haspopup="dialog" onClick={() => setOpened(!opened)}>
          {plural(count, 'note')} on numbers
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Notes of the Lab">{opened && <LabNotes onLeave={() => setOpened(false)} />}</Popover.Dropdown>
    </Popover>
  );
}

/** Only while it is open does it follow the document, which every move of a slider changes. */
function LabNotes({ onLeave }: { readonly onLeave: () => void }): ReactElement {
  const document = useLabDocument((current) => current);
  const output = useLive((live) => live.output);
  return (
    <NoteList
      notes={placedLabNotes(document, output)}
      onEdit={({ id }) => {
        const note = labDocument().numberNotes.find((one) => one.id === id);
        onLeave();
        if (note) openLabNote(note.place);
      }}
      onRemove={({ id }) => useLab.getState().change((before) => removeLabNote(before, id))}
    />
  );
}
