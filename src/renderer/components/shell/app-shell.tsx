import { Suspense, useEffect, useRef, type ReactElement } from 'react';
import { useConnection } from '../../stores/connection-store';
import { useNavigation } from '../../stores/navigation-store';
import { Failed } from '../failed';
import { Loading } from '../loading';
import { NoteDialog } from '../number-notes/note-dialog';
import { PageBoundary } from '../page-boundary';
import classes from './app-shell.module.css';
import { ConnectionBanner } from './connection-banner';
import { Messages } from './messages';
import { isMissingFile, PageFilesMissing } from './page-files-missing';
import type { ShellProps } from './page-entry';
import { PageGate } from './page-gate';
import { usePrefetchPages } from './use-prefetch-pages';
import { SideNav } from './side-nav';
import { TopBar } from './top-bar';
import { useDesktop } from './use-desktop';
import { useGuideMarks } from './use-guide-marks';
import { useShellShortcuts } from './use-shell-shortcuts';

export function AppShell({ pages, openPath }: ShellProps): ReactElement {
  const page = useNavigation(({ route }) => pages.find(({ id }) => id === route.page) ?? pages[0]);
  const main = useRef<HTMLElement>(null);
  // Before the first response of the service there is nothing to show, and nothing has failed.
  const connected = useConnection(({ generation }) => generation > 0);
  useShellShortcuts(pages);
  useDesktop(openPath);
  usePrefetchPages(pages, connected);
  useGuideMarks();
  useEffect(() => {
    document.title = `${page.label} – RankLab`;
    main.current?.scrollTo(0, 0);
  }, [page]);
  return (
    <div className={classes.app}>
      <a className={classes.skip} href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to content
      </a>
      <TopBar />
      <ConnectionBanner />
      <SideNav pages={pages} current={page.id} />
      <main id="main" ref={main} className={classes.page} tabIndex={-1} aria-label={page.label}>
        <PageBoundary
          key={page.id}
          fallback={(error, retry) =>
            isMissingFile(error) ? (
              <PageFilesMissing label={page.label} />
            ) : (
              <Failed error={error} title={`${page.label} cannot be shown`} onRetry={retry} />
            )
          }
        >
          <Suspense fallback={<Loading label={`Loading ${page.label}`} />}>
            {connected ? (
              <PageGate needs={page.needs}>
                <page.Page />
              </PageGate>
            ) : (
              <Loading label="Connecting to the service" />
            )}
          </Suspense>
        </PageBoundary>
      </main>
      <Messages />
      <NoteDialog />
    </div>
  );
}
