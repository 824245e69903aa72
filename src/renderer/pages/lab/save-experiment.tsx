import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { finished } from '../../api/workspaces';
import { FailureNotice } from '../../components/failed';
import { notifyDone } from '../../components/notify';
import { labConfig } from '../../logic/lab-config';
import { notesToSave } from '../../logic/lab-notes';
import { letterOf } from '../../logic/lab-document';
import { labDocument, useLab } from '../../stores/lab-store';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

const suggestedName = (): string =>
  labDocument()
    .variants.map(({ variant }, index) => `${letterOf(index)} ${variant.name}`)
    .join(' · ')
    .slice(0, 120);

async function runAndSave(name: string, notes: string): Promise<void> {
  const document = labDocument();
  const { jobId } = await api().experiment.run({ name, notes, config: labConfig(document), numberNotes: notesToSave(document) });
  await finished(jobId);
}

/** Runs the Lab's configuration from scratch and saves it with its numbers. */
export function SaveExperiment({ opened, onClose }: Props): ReactElement {
  const [name, setName] = useState('');
  const [notes, setNotes] = useState('');
  const save = useMutation({
    mutationFn: async () => {
      await runAndSave(name.trim(), notes);
    },
    onSuccess: () => {
      useLab.getState().markSaved();
      notifyDone(`Saved “${name.trim()}”`);
      onClose();
    },
  });
  useEffect(() => {
    if (!opened) return;
    setName(suggestedName());
    setNotes('');
    save.reset();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a fresh form at every opening, and only then
  }, [opened]);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Save experiment" centered>
      <form onSubmit={send}>
        <Stack gap={12}>
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            maxLength={200}
            data-autofocus
          />
          <Textarea
            label="Notes"
            value={notes}
            onChange={(event) => setNotes(event.currentTarget.value)}
            autosize
            minRows={3}
            maxRows={10}
          />
          {save.error && <FailureNotice failure={toFailure(save.error)} />}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Run and save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
