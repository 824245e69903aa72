import type { MouseEvent, ReactElement } from 'react';
import { pages } from '../../pages/registry';
import { useNavigation, writeHash } from '../../stores/navigation-store';
import classes from './app-shell.module.css';

export function SideNav({ current }: { readonly current: string }): ReactElement {
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
