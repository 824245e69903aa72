import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import classes from './serve.module.css';

/** A token: hidden until revealed, copied without being shown. */
export function SecretText({ text }: { readonly text: string }): ReactElement {
  const [shown, setShown] = useState(false);
  const label = shown ? 'Hide the token' : 'Show the token';
  return (
    <span className={classes.secret}>
      {shown ? text : '••••••••••••'}
      <ActionIcon variant="subtle" color="gray" size={20} aria-label={label} title={label} onClick={() => setShown(!shown)}>
        {shown ? <IconEyeOff size={14} /> : <IconEye size={14} />}
      </ActionIcon>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon variant="subtle" color="gray" size={20} aria-label="Copy the token" title="Copy the token" onClick={copy}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
