import { Button, Group, Modal } from '@mantine/core';
import type { ReactElement } from 'react';
import type { DatasetSummary } from '#shared/schemas/dataset';
import { plural } from '../../../logic/format';

interface Props {
  readonly opened: boolean;
  readonly summary: DatasetSummary;
  readonly onClose: () => void;
  readonly onReplace: () => void;
}

/** Says how much data an import would replace, and imports after a confirmation. */
export function ReplaceDialog({ opened, summary: { users, videos, interactions }, onClose, onReplace }: Props): ReactElement {
  return (
    <Modal opened={opened} onClose={onClose} title="Replace the data?" centered>
      <p>
        {plural(users, 'user')}, {plural(videos, 'video')} and {plural(interactions, 'interaction')} are replaced. They are kept until the
        next import: the report has a button that brings them back.
      </p>
      <Group justify="flex-end" gap={8} mt={14}>
        <Button variant="default" onClick={onClose}>
          Keep the data
        </Button>
        <Button
          data-autofocus
          onClick={() => {
            onClose();
            onReplace();
          }}
        >
          Replace
        </Button>
      </Group>
    </Modal>
  );
}
