import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { patchVariant, type LabVariant } from '../../../logic/lab-document';
import { useLab } from '../../../stores/lab-store';

interface Props {
  readonly entry: LabVariant;
  readonly letter: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function VariantForm({ entry: { key, variant }, letter, opened, onClose }: Props): ReactElement {
  const [name, setName] = useState(variant.name);
  const [notes, setNotes] = useState(variant.notes);
  useEffect(() => {
    setName(variant.name);
    setNotes(variant.notes);
  }, [variant.name, variant.notes, opened]);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    useLab.getState().change((document) => patchVariant(document, key, { name: name.trim(), notes }));
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
