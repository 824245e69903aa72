import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { noteTextSchema } from '#shared/schemas/number-note';
import { closeNote, useNoteDialog } from '../../stores/note-store';
import { FormModal } from '../form-modal';

/** Writes, changes or removes the note on one number, on whatever page. */
export function NoteDialog(): ReactElement {
  const { opened, note, text } = useNoteDialog();
  const saving = useMutation({ mutationFn: async () => note?.save(text.trim()), onSuccess: () => closeNote('discard') });
  const checked = noteTextSchema.safeParse(text);
  const isEmpty = text.trim() === '';
  const close = (then: 'discard' | 'leave'): void => {
    closeNote(then);
    saving.reset();
  };
  return (
    <FormModal
      title={note ? `Note on ${note.where}` : ''}
      submitLabel="Keep the note"
      opened={opened}
      busy={saving.isPending}
      error={saving.error}
      incomplete={!checked.success || text.trim() === note?.text}
      overDrawer
      onSubmit={() => saving.mutate()}
      onClose={() => close('leave')}
      onCancel={() => close('discard')}
      aside={
        note?.remove && (
          <Button
            variant="default"
            c="var(--bad)"
            mr="auto"
            onClick={() => {
              note.remove?.();
              close('discard');
            }}
          >
            Delete the note
          </Button>
        )
      }
    >
      <Textarea
        aria-label="Text of the note"
        value={text}
        onChange={(event) => useNoteDialog.setState({ text: event.currentTarget.value })}
        error={checked.success || isEmpty ? undefined : checked.error.issues[0]?.message}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={2_000}
        data-autofocus
      />
    </FormModal>
  );
}
