import { useMediaQuery } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import { useNavigation, writeHash } from '../../stores/navigation-store';
import classes from './app-shell.module.css';
import type { PageEntry, ShellProps } from './page-entry';

interface Props extends Pick<ShellProps, 'pages'> {
  readonly current: string;
}

/** All pages beside the page; on a narrow screen a bar below it, with the less used pages behind “More”. */
export function SideNav({ pages, current }: Props): ReactElement {
  const narrow = useMediaQuery('(max-width: 640px)') ?? false;
  const numbered = pages.map((page, index) => ({ page, number: index + 1 }));
  const shown = narrow ? numbered.filter(({ page }) => page.inBar) : numbered;
  return (
    <nav className={classes.nav} aria-label="Pages">
      {shown.map(({ page, number }) => (
        <PageLink key={page.id} {...{ page, number, current }} />
      ))}
      {narrow && <FurtherPages pages={numbered.filter(({ page }) => !page.inBar)} current={current} />}
    </nav>
  );
}

interface LinkProps {
  readonly page: PageEntry;
  readonly number: number;
  readonly current: string;
  readonly onFollowed?: () => void;
}

function PageLink({ page: { id, label, icon: Icon }, number, current, onFollowed }: LinkProps): ReactElement {
  const go = useNavigation((navigation) => navigation.go);
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(id);
    onFollowed?.();
  };
  return (
    <a
      className={classes.link}
      href={writeHash({ page: id, params: {} })}
      title={`${label} (Alt ${number})`}
      aria-current={id === current ? 'page' : undefined}
      onClick={follow}
    >
      <Icon size={18} stroke={1.6} aria-hidden />
      {label}
    </a>
  );
}

interface FurtherProps {
  readonly pages: readonly { readonly page: PageEntry; readonly number: number }[];
  readonly current: string;
}

/** A button that shows further pages. Escape, a choice, and leaving it close them. */
function FurtherPages({ pages, current }: FurtherProps): ReactElement {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => setOpen(false);
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    close();
    button.current?.focus();
  };
  const leave = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) close();
  };
  return (
    <div onKeyDown={press} onBlur={leave}>
      <button
        ref={button}
        type="button"
        className={classes.link}
        aria-expanded={open}
        aria-controls="further-pages"
        data-current={pages.some(({ page }) => page.id === current)}
        onClick={() => setOpen(!open)}
      >
        <IconDots size={18} stroke={1.6} aria-hidden />
        More
      </button>
      <div id="further-pages" className={classes.further} hidden={!open}>
        {open && pages.map(({ page, number }) => <PageLink key={page.id} {...{ page, number, current }} onFollowed={close} />)}
      </div>
    </div>
  );
}
