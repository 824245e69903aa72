import { bridgeChannels } from '#shared/bridge-channels';
import type { WindowState } from '#shared/bridge';
import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import { appUrl } from './app-protocol';
import type { SettingsFile } from './settings';
import { minWindowSize, placeWindow } from './window-placement';

export const windowTitle = ({ workspace, unsaved }: WindowState): string =>
  workspace === null ? 'RankLab' : `${unsaved ? '• ' : ''}${workspace} — RankLab`;

/** The application's windows: how they open, where they were, and how to reach their pages. */
export class Windows {
  readonly #windows = new Set<BrowserWindow>();
  readonly #listening = new WeakSet<WebContents>();
  readonly #toOpen: string[] = [];
  #closingLast: (event: Electron.Event) => void = () => undefined;

  constructor(
    private readonly settings: SettingsFile,
    private readonly files: { readonly preload: string; readonly icon: string },
  ) {}

  open(): BrowserWindow {
    const saved = this.settings.value.window;
    const window = new BrowserWindow({
      ...placeWindow(
        saved,
        screen.getAllDisplays().map((display) => display.workArea),
      ),
      minWidth: minWindowSize.width,
      minHeight: minWindowSize.height,
      title: 'RankLab',
      icon: this.files.icon,
      show: false,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#141517' : '#ffffff',
      webPreferences: {
        preload: this.files.preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        // The spelling checker would fetch its dictionaries from the network.
        spellcheck: false,
      },
    });
    if (saved?.maximized) window.maximize();
    this.#windows.add(window);
    window.once('ready-to-show', () => window.show());
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('close', (event) => {
      this.#remember(window);
      if (this.#windows.size === 1) this.#closingLast(event);
    });
    window.on('closed', () => this.#windows.delete(window));
    window.webContents.on('render-process-gone', (_event, { reason }) => reason !== 'clean-exit' && window.reload());
    void window.loadURL(appUrl);
    return window;
  }

  /** Called before the only window closes; may prevent it. */
  onClosingLast(listener: (event: Electron.Event) => void): void {
    this.#closingLast = listener;
  }

  /** Shows the newest window, or a new one when there is none. */
  focus(): BrowserWindow {
    const window = this.current() ?? this.open();
    if (window.isMinimized()) window.restore();
    window.focus();
    return window;
  }

  /** The window in front, or else the newest. */
  current(): BrowserWindow | undefined {
    const windows = [...this.#windows];
    return windows.find((window) => window.isFocused()) ?? windows.at(-1);
  }

  all(): BrowserWindow[] {
    return [...this.#windows];
  }

  owns(contents: WebContents): boolean {
    return this.all().some((window) => window.webContents === contents);
  }

  of(contents: WebContents): BrowserWindow | undefined {
    return this.all().find((window) => window.webContents === contents);
  }

  /** Asks the front page to open a path, as soon as a page is ready. */
  openPath(path: string): void {
    const { webContents } = this.focus();
    if (this.#listening.has(webContents)) webContents.send(bridgeChannels.openPath, path);
    else this.#toOpen.push(path);
  }

  /** The page is ready to receive messages. */
  pageListens(contents: WebContents): void {
    this.#listening.add(contents);
    for (const path of this.#toOpen.splice(0)) contents.send(bridgeChannels.openPath, path);
  }

  setState(contents: WebContents, state: WindowState): void {
    const window = this.of(contents);
    window?.setTitle(windowTitle(state));
    window?.setDocumentEdited(state.unsaved);
  }

  #remember(window: BrowserWindow): void {
    this.settings.update({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } });
  }
}
