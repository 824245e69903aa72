import { ActionIcon, Tooltip } from '@mantine/core';
import { IconNote, IconNotes } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import classes from './number-notes.module.css';

interface Props {
  /** The number, in words. */
  readonly where: string;
  /** Of its note; undefined without one. */
  readonly text: string | undefined;
  readonly onOpen: () => void;
  readonly className?: string | undefined;
}

/** Beside a number: its note on hover and focus, or the way to write one. */
export function NoteMark({ where, text, onOpen, className = '' }: Props): ReactElement {
  // Always within the tooltip: the focus returns to this button when the dialog closes.
  return (
    <Tooltip
      label={text ?? ''}
      disabled={text === undefined}
      multiline
      maw={360}
      withArrow
      events={{ hover: true, focus: true, touch: true }}
      className={classes.text}
    >
      <ActionIcon
        className={`${className} ${text === undefined ? '' : classes.noted}`}
        variant="subtle"
        color="gray"
        size={20}
        aria-label={text === undefined ? `Write a note on ${where}` : `Note on ${where}: ${text}`}
        title={text === undefined ? 'Write a note on this number' : undefined}
        onClick={onOpen}
      >
        {text === undefined ? <IconNote size={14} /> : <IconNotes size={15} />}
      </ActionIcon>
    </Tooltip>
  );
}
