import { ActionIcon, SegmentedControl, Slider } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { formatCount } from '../../../logic/format';
import classes from '../simulate.module.css';
import type { Playback } from './use-playback';

const speeds = [1, 2, 5, 20];

interface Props {
  readonly playback: Playback;
  readonly total: number;
  /** Users that can be shown already. */
  readonly computed: number;
}

/** Play and pause, the place in the test, and the speed. */
export function Player({ playback, total, computed }: Props): ReactElement {
  const { users, playing, speed, setSpeed, toggle, seek } = playback;
  return (
    <div className={classes.player}>
      <ActionIcon variant="default" size={30} aria-label={playing ? 'Pause' : 'Play'} onClick={toggle}>
        {playing ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
      </ActionIcon>
      <Slider
        className={classes.track ?? ''}
        thumbLabel="Users of the test"
        label={(value) => `${formatCount(Math.round(value))} users`}
        min={0}
        max={Math.max(1, total)}
        step={Math.max(1, Math.round(total / 240))}
        value={users}
        onChange={(to) => seek(Math.min(to, computed))}
      />
      <span className={classes.place} aria-live="off">
        {formatCount(Math.floor(users))} of {formatCount(total)} users
      </span>
      <SegmentedControl
        size="xs"
        aria-label="Speed"
        data={speeds.map((one) => ({ value: String(one), label: `×${one}` }))}
        value={String(speed)}
        onChange={(one) => setSpeed(Number(one))}
      />
    </div>
  );
}
