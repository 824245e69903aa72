import { Button, Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import classes from './number-notes.module.css';

interface Point {
  readonly id: string;
  /** The point, in words. */
  readonly label: string;
  /** Of its note. */
  readonly note: string | undefined;
  readonly onOpen: () => void;
}

/** Notes on a chart's points without the chart, as a click on a point opens them. `points` is called when the menu opens. */
export const NotesOnPoints = ({ points }: { readonly points: () => readonly Point[] }): ReactElement => (
  <Menu position="bottom-end" shadow="md">
    <Menu.Target>
      <Button variant="default" size="compact-sm">
        Notes on points
      </Button>
    </Menu.Target>
    <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
      <Items points={points} />
    </Menu.Dropdown>
  </Menu>
);

const Items = ({ points }: { readonly points: () => readonly Point[] }): ReactElement => (
  <>
    {points().map(({ id, label, note, onOpen }) => (
      <Menu.Item key={id} maw={420} onClick={onOpen}>
        {label}
        {note !== undefined && <span className={classes.now}> · {note}</span>}
      </Menu.Item>
    ))}
  </>
);
