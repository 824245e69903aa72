import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** Prerequisite of a page. Each includes the ones before it. */
export type Need = 'nothing' | 'workspace' | 'data' | 'model';

/** A page as seen by the shell; the application's root passes the pages in. */
export interface PageEntry {
  readonly id: string;
  readonly label: string;
  readonly icon: Icon;
  readonly needs: Need;
  /** On a narrow screen it is in the bar, not behind “More”. */
  readonly inBar?: boolean;
  /** Tabs with their own address (`view=ID`), for the palette. */
  readonly views?: readonly { readonly id: string; readonly label: string }[];
  readonly Page: ComponentType;
  /** Prefetches the page's files. */
  readonly fetch: () => Promise<unknown>;
}

/** Props passed by the application's root. */
export interface ShellProps {
  /** In the order of the navigation; the first is shown when an address names none. */
  readonly pages: readonly [PageEntry, ...PageEntry[]];
  /** Opens a workspace, or a result in the workspace that is open. */
  readonly openPath: (path: string) => Promise<void>;
}
