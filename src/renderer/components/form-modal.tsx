import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactElement, ReactNode } from 'react';
import { toFailure } from '../logic/failure';
import { FailureNotice } from './failed';

interface Props {
  readonly title: string;
  readonly submitLabel: string;
  readonly opened: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A small form in a dialog; a failure is shown in the dialog and the input is kept. */
export function FormModal({ title, submitLabel, opened, busy, error, onSubmit, onClose, children }: Props): ReactElement {
  const send = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered>
      <form onSubmit={send}>
        <Stack gap={12}>
          {children}
          {error !== null && error !== undefined && <FailureNotice failure={toFailure(error)} />}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
