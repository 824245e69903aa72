import type { MouseEvent, ReactElement } from 'react';
import { useNavigation, writeHash } from '../../stores/navigation-store';
import classes from './app-shell.module.css';
import type { ShellProps } from './page-entry';

interface Props extends Pick<ShellProps, 'pages'> {
  readonly current: string;
}

export function SideNav({ pages, current }: Props): ReactElement {
  const go = useNavigation((navigation) => navigation.go);
  const follow = (event: MouseEvent, id: string): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(id);
  };
  return (
    <nav className={classes.nav} aria-label="Pages">
      {pages.map(({ id, label, icon: Icon }, index) => (
        <a
          key={id}
          className={classes.link}
          href={writeHash({ page: id, params: {} })}
          title={`${label} (Alt ${index + 1})`}
          aria-current={id === current ? 'page' : undefined}
          onClick={(event) => follow(event, id)}
        >
          <Icon size={18} stroke={1.6} aria-hidden />
          {label}
        </a>
      ))}
    </nav>
  );
}
