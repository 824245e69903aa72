import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { toFailure } from '../../logic/failure';
import { closeNote, useNoteDialog, type OpenNote } from '../../stores/note-store';
import { FailureNotice } from '../failed';

/** Writes, changes or removes the note on one number. */
export function NoteDialog(): ReactElement {
  const note = useNoteDialog((dialog) => dialog.note);
  return (
    <Modal opened={note !== null} onClose={closeNote} title={note ? `Note on ${note.where}` : ''} centered zIndex={300}>
      {note && <Writing note={note} />}
    </Modal>
  );
}

function Writing({ note: { text: before, save, remove } }: { readonly note: OpenNote }): ReactElement {
  const [text, setText] = useState(before);
  const saving = useMutation({ mutationFn: async () => save(text.trim()), onSuccess: closeNote });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={send}>
      <Textarea
        aria-label="Text of the note"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={2_000}
        data-autofocus
      />
      {saving.error && <FailureNotice failure={toFailure(saving.error)} />}
      <Group justify="flex-end" gap={8} mt={12}>
        {remove && (
          <Button
            variant="default"
            c="var(--bad)"
            mr="auto"
            onClick={() => {
              remove();
              closeNote();
            }}
          >
            Delete the note
          </Button>
        )}
        <Button variant="default" onClick={closeNote}>
          Cancel
        </Button>
        <Button type="submit" loading={saving.isPending} disabled={text.trim() === '' || text.trim() === before}>
          Keep the note
        </Button>
      </Group>
    </form>
  );
}
