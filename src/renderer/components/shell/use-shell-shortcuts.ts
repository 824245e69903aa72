import { useEffect } from 'react';
import { isShortcut } from '../../logic/shortcuts';
import { useNavigation } from '../../stores/navigation-store';
import type { PageEntry } from './page-entry';

/** Alt and a page's number go to it. */
export function useShellShortcuts(pages: readonly PageEntry[]): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      // The tenth page has the key 0.
      const page = pages.find((_page, index) => isShortcut(event, `alt+${(index + 1) % 10}`));
      if (!page) return;
      event.preventDefault();
      useNavigation.getState().go(page.id);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [pages]);
}
