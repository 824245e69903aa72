import type { Command } from '../../stores/commands-store';
import type { PageEntry } from './page-entry';

/** The palette entries of all pages and their tabs. */
export function pageEntries(pages: readonly PageEntry[], go: (page: string, params?: Record<string, string>) => void): Command[] {
  return [
    ...pages.map(({ id, label }) => ({ id: `page-${id}`, label, group: 'Go to', run: () => go(id) })),
    ...pages.flatMap(({ id, label, views = [] }) =>
      views.map((view) => ({
        id: `view-${id}-${view.id}`,
        label: `${label}: ${view.label}`,
        group: 'Tabs',
        run: () => go(id, { view: view.id }),
      })),
    ),
  ];
}
