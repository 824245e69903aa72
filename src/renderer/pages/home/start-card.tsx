import { Loader } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import classes from './home.module.css';

interface Props {
  readonly icon: Icon;
  readonly title: string;
  readonly text: string;
  readonly primary?: boolean;
  readonly busy?: boolean;
  readonly onClick: () => void;
}

export function StartCard({ icon: Icon, title, text, primary = false, busy = false, onClick }: Props): ReactElement {
  return (
    <button type="button" className={`${classes.start} ${primary ? classes.primary : ''}`} disabled={busy} onClick={onClick} title={text}>
      <span className={classes.icon}>{busy ? <Loader size={18} aria-hidden /> : <Icon size={20} stroke={1.6} aria-hidden />}</span>
      <b>{title}</b>
      <small>{text}</small>
    </button>
  );
}
