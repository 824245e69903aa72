import { useEffect } from 'react';
import type { PageEntry } from './page-entry';

/** Prefetches the files of the other pages once the visible page has settled, so that they open at once, even if the service has stopped. */
export function usePrefetchPages(pages: readonly PageEntry[], connected: boolean): void {
  useEffect(() => {
    if (!connected) return;
    const fetchAll = (): void => {
      // One after the other; a failed prefetch is retried when the page is opened.
      void pages.reduce((before, { fetch }) => before.then(fetch).catch(() => undefined), Promise.resolve<unknown>(undefined));
    };
    const timer = window.setTimeout(() => window.requestIdleCallback(fetchAll, { timeout: 5_000 }), 2_000);
    return () => window.clearTimeout(timer);
  }, [pages, connected]);
}
