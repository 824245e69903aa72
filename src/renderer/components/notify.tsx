import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { noticeFailure } from '../api/client';
import { isCancelled, isConnectionFailure, toFailure } from '../logic/failure';

/** A short success message. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal', withBorder: true });
}

/** A success message with Undo, instead of a confirmation dialog. */
export function notifyUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    withBorder: true,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          variant="default"
          onClick={() => {
            undo();
            notifications.hide(id);
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}

/** A failure outside of forms: message, place and remedy stay until closed. */
export function notifyFailure(title: string, error: unknown): void {
  if (isCancelled(error)) return;
  noticeFailure(error);
  // The banner says it once for all calls.
  if (isConnectionFailure(error)) return;
  const { message, place, remedy } = toFailure(error);
  notifications.show({
    title,
    color: 'red',
    withBorder: true,
    autoClose: false,
    message: [message, place !== undefined && `Where: ${place}`, remedy].filter(Boolean).join(' · '),
  });
}
