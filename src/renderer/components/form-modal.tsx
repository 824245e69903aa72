import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, KeyboardEvent, ReactElement, ReactNode } from 'react';
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
  /** Where Cancel does more than Escape does. */
  readonly onCancel?: () => void;
  /** Whether there is nothing to submit yet. */
  readonly incomplete?: boolean;
  /** Another action, at the other end of the row of buttons. */
  readonly aside?: ReactNode;
  /** Whether it opens over a drawer. */
  readonly overDrawer?: boolean;
}

/**
 * Escape is handled in the dialog: the window's listeners of dialog and drawer run in the order in which they were mounted, and the drawer's would find
 * the dialog closed.
 */
const aboveDrawer = (onClose: () => void) => ({
  zIndex: 300,
  closeOnEscape: false,
  onKeyDown: ({ key, nativeEvent }: KeyboardEvent) => {
    if (key === 'Escape' && !nativeEvent.isComposing) onClose();
  },
});

/** A small form in a dialog; a failure is shown in the dialog and the input is kept. A click beside it closes nothing: what is typed would be lost. */
export function FormModal({
  title,
  submitLabel,
  opened,
  busy,
  error,
  onSubmit,
  onClose,
  onCancel = onClose,
  children,
  incomplete,
  aside,
  overDrawer,
}: Props): ReactElement {
  const send = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered closeOnClickOutside={false} {...(overDrawer && aboveDrawer(onClose))}>
      <form onSubmit={send}>
        <Stack gap={12}>
          {children}
          {error !== null && error !== undefined && <FailureNotice failure={toFailure(error)} />}
          <Group justify="flex-end" gap={8}>
            {aside}
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={incomplete === true}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
