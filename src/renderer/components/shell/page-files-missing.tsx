import { Button } from '@mantine/core';
import { useEffect, useRef, type ReactElement } from 'react';
import { noticeFailure } from '../../api/client';
import { useConnection } from '../../stores/connection-store';
import { EmptyState } from '../empty-state';

/** Whether an error means that the page's files could not be fetched, by the messages of browsers and the bundler. */
export const isMissingFile = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|importing a module script failed|unable to preload/i.test(error.message);

const RELOADED_KEY = 'ranklab-reloaded-at';
/** A second reload within this time would be a loop. */
const RELOAD_INTERVAL_MS = 20_000;

const reload = (): void => {
  window.sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
  window.location.reload();
};

/** A page first opened while the service is unavailable: explains it and opens automatically when the service is back. */
export function PageFilesMissing({ label }: { readonly label: string }): ReactElement {
  const { status, generation } = useConnection();
  const seen = useRef(generation);
  // The service serves the files, so this starts reconnection.
  useEffect(() => noticeFailure(new TypeError('Failed to fetch')), []);
  useEffect(() => {
    const recently = Date.now() - Number(window.sessionStorage.getItem(RELOADED_KEY)) < RELOAD_INTERVAL_MS;
    if (generation > seen.current && !recently) reload();
  }, [generation]);
  return status === 'ready' ? (
    <EmptyState title={`${label} must be reloaded`} text="The application was updated since this window was opened. What you did is saved.">
      <Button onClick={reload}>Reload</Button>
    </EmptyState>
  ) : (
    <EmptyState
      title={`${label} opens as soon as the service is back`}
      text="Its files come from the service, which does not answer. Nothing is lost: what you did is saved, and this page opens by itself."
    />
  );
}
