/**
 * What the desktop window's preload offers the page as the frozen global `window.ranklab`, and how it hands over the
 * port to the service. In a browser there is no bridge: the page downloads files and talks HTTP instead.
 *
 * Port: at the page's `requestPort()` (and again after every restart of the service) the preload posts
 * `window.postMessage(PORT_MESSAGE, location.origin, [port])`; a message with a new port replaces the old one.
 */
export const PORT_MESSAGE = 'ranklab:port';

/** Posted by the preload when the service process has ended; a new port follows when it is back. */
export const SERVICE_GONE_MESSAGE = 'ranklab:service-gone';

interface BridgeFile {
  /** A plain file name without a folder, such as `summary.csv`. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A choice made in the application's menu, passed on to the page. */
export type MenuCommand = 'undo' | 'redo' | 'palette' | 'new-workspace' | 'open-workspace' | 'export' | 'settings';

/** Where a key went: the system's keychain, or (where there is none) the memory of this run. */
export type SecretStorage = 'keychain' | 'this-run';

export interface SecretsBridge {
  /** Null when no key of that name is known. */
  where(name: string): Promise<SecretStorage | null>;
  /** Names are those of environment variables, such as `OPENAI_API_KEY`. Keys are write-only. */
  set(name: string, value: string): Promise<SecretStorage>;
  remove(name: string): Promise<void>;
}

/** Content of the title bar: the workspace's name, and whether there are unsaved changes. */
export interface WindowState {
  readonly workspace: string | null;
  readonly unsaved: boolean;
}

export interface RankLabBridge {
  /** Node's name of the platform: `darwin`, `win32`, `linux`. */
  readonly platform: string;
  /** Asks main for a (new) port to the service; it arrives as a PORT_MESSAGE. */
  requestPort(): void;
  /** The chosen folder, or null if cancelled. */
  chooseFolder(options: { readonly title: string; readonly create?: boolean }): Promise<string | null>;
  /** Paths of the chosen files; empty if cancelled. Extensions without a dot. */
  chooseFiles(options: {
    readonly title: string;
    readonly extensions?: readonly string[];
    readonly multiple?: boolean;
  }): Promise<readonly string[]>;
  /** Asks for a path (a file for one, a folder for several), writes, and returns the path, or null. */
  saveFiles(files: readonly BridgeFile[]): Promise<string | null>;
  /** The path of a dropped file, or an empty string when it has none. */
  pathForFile(file: File): string;
  showInFolder(path: string): Promise<void>;
  /** Default folder of new workspaces: an existing, writable folder. */
  workspacesFolder(): Promise<string>;
  /** Calls back at every menu command; returns the unsubscribe function. */
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  /** Calls back with every workspace folder or `.ranklab` file that the system or the menu asks to open. */
  onOpenPath(listener: (path: string) => void): () => void;
  setWindowState(state: WindowState): void;
  /** Opens a page in the person's browser. False when the address is not on main's list, and nothing was opened. */
  openExternal(url: string): Promise<boolean>;
  readonly secrets: SecretsBridge;
}
