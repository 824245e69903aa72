import { useEffect } from 'react';
import type { PageEntry } from './page-entry';

/** Once the page in sight has settled, the files of the others are fetched too: they open at once, even if the service has stopped. */
export function usePrefetchPages(pages: readonly PageEntry[], connected: boolean): void {
  useEffect(() => {
    if (!connected) return;
    const fetchAll = (): void => {
      // One after the other; what fails is fetched again by whoever goes there.
      void pages.reduce((before, { fetch }) => before.then(fetch).catch(() => undefined), Promise.resolve<unknown>(undefined));
    };
    const timer = window.setTimeout(() => window.requestIdleCallback(fetchAll, { timeout: 5_000 }), 2_000);
    return () => window.clearTimeout(timer);
  }, [pages, connected]);
}
