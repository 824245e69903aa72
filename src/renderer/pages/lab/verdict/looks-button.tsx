import { Popover } from '@mantine/core';
import { memo, useState, type ReactElement } from 'react';
import { ordinal } from '../logic/verdict-notes';
import { LooksLedger } from './looks-ledger';
import classes from './verdict.module.css';

/** How often the test part was looked at; opens the ledger of looks. */
export const LooksButton = memo(function LooksButton({ looks }: { readonly looks: number }): ReactElement {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width="min(420px, calc(100vw - 16px))"
      position="bottom"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button type="button" className={classes.looks} aria-haspopup="dialog" onClick={() => setOpened(!opened)}>
          {ordinal(looks)} look at this test set
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Looks at this test set">{opened && <LooksLedger />}</Popover.Dropdown>
    </Popover>
  );
});
