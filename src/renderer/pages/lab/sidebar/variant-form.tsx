import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { patchVariant } from '../../../logic/lab-document';
import type { VariantHead } from '../../../stores/lab-selectors';
import { useLab } from '../../../stores/lab-store';

interface Props {
  readonly head: VariantHead;
  readonly letter: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function VariantForm({ head, letter, opened, onClose }: Props): ReactElement {
  const [name, setName] = useState(head.name);
  const [notes, setNotes] = useState(head.notes);
  useEffect(() => {
    setName(head.name);
    setNotes(head.notes);
  }, [head.name, head.notes, opened]);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    useLab.getState().change((document) => patchVariant(document, head.key, { name: name.trim(), notes }));
    onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={`Variant ${letter}`} centered>
      <form onSubmit={save}>
        <Stack gap={12}>
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={120}
            required
            pattern=".*\S.*"
            data-autofocus
          />
          <Textarea
            label="Notes"
            value={notes}
            onChange={(event) => setNotes(event.currentTarget.value)}
            maxLength={10_000}
            autosize
            minRows={3}
            maxRows={10}
          />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Save</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
