import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** What must be there before a page makes sense. Each includes the ones before it. */
export type Need = 'nothing' | 'workspace' | 'data' | 'model';

/** A page as the shell knows it; the pages themselves come in from the application's root. */
export interface PageEntry {
  readonly id: string;
  readonly label: string;
  readonly icon: Icon;
  readonly needs: Need;
  /** Tabs that have an address of their own (`view=ID`), for the palette. */
  readonly views?: readonly { readonly id: string; readonly label: string }[];
  readonly Page: ComponentType;
  /** Fetches the page's files before anyone goes there. */
  readonly fetch: () => Promise<unknown>;
}

/** What the shell is given by the application's root. */
export interface ShellProps {
  /** In the order of the navigation; the first is shown when an address names none. */
  readonly pages: readonly [PageEntry, ...PageEntry[]];
  /** Opens a workspace, or a result in the workspace that is open. */
  readonly openPath: (path: string) => Promise<void>;
}
