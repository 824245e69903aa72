import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import classes from './serve.module.css';

interface Props {
  readonly text: string;
  /** What it is, such as “address”. */
  readonly what: string;
}

/** A local address to copy, because the window does not open it in a browser. */
export function CopyableText({ text, what }: Props): ReactElement {
  return (
    <span className={classes.secret}>
      <span>{text}</span>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon variant="subtle" color="gray" size={20} aria-label={`Copy the ${what}`} title={`Copy the ${what}`} onClick={copy}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
