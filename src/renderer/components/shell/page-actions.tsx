import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { PAGE_ACTIONS_ID } from './top-bar';

/** Shows a page's own buttons at the right end of the top bar. */
export function PageActions({ children }: { readonly children: ReactNode }): ReactElement | null {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById(PAGE_ACTIONS_ID)), []);
  return place && createPortal(children, place);
}
