import type * as Electron from 'electron';
import type { Page } from '@playwright/test';
import { EventEmitter } from 'node:events';
import { app } from './app';
import { forgetPage, openPage } from './chromium';
import { answerRequests } from './session';
import { WebContents } from './web-contents';

type Members =
  | ('loadURL' | 'reload' | 'show' | 'focus' | 'isFocused' | 'close')
  | ('maximize' | 'isMaximized' | 'minimize' | 'isMinimized' | 'restore' | 'getBounds' | 'getNormalBounds' | 'setBounds')
  | ('getTitle' | 'setTitle' | 'setDocumentEdited' | 'isDocumentEdited' | 'setProgressBar');

/** A window is a page of the real Chromium and the state that a window system would keep for it. */
export class BrowserWindow extends EventEmitter implements Pick<Electron.BrowserWindow, Members> {
  static readonly #all = new Set<BrowserWindow>();
  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all];
  }

  readonly webContents: WebContents;
  readonly #bounds: Electron.Rectangle;
  readonly #options: Electron.BrowserWindowConstructorOptions;
  #title: string;
  #maximized = false;
  #minimized = false;
  #edited = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.#options = options;
    this.#title = options.title ?? '';
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.webContents = new WebContents(options.webPreferences?.preload ?? '', () => this.#open());
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    BrowserWindow.#all.add(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  async #open(): Promise<Page> {
    const page = await openPage();
    await page.setViewportSize({ width: this.#bounds.width, height: this.#bounds.height });
    return page;
  }

  shows(page: Page): boolean {
    return this.webContents.page === page;
  }

  /** The preferences that the shell passed, for tests; a real window does not expose them. */
  get webPreferences(): Electron.WebPreferences {
    return this.#options.webPreferences ?? {};
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  reload(): void {
    this.webContents.reload();
  }
  show(): void {}
  focus(): void {}
  isFocused(): boolean {
    return BrowserWindow.getAllWindows().at(-1) === this;
  }
  maximize(): void {
    this.#maximized = true;
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  minimize(): void {
    this.#minimized = true;
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  restore(): void {
    this.#minimized = false;
  }
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  setDocumentEdited(edited: boolean): void {
    this.#edited = edited;
  }
  isDocumentEdited(): boolean {
    return this.#edited;
  }
  setProgressBar(): void {}
  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }
  getNormalBounds(): Electron.Rectangle {
    return this.getBounds();
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    Object.assign(this.#bounds, bounds);
    void this.webContents.page?.setViewportSize({ width: this.#bounds.width, height: this.#bounds.height });
  }

  close(): void {
    void this.tryToClose();
  }

  /** False if a listener prevents closing. */
  async tryToClose(): Promise<boolean> {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (prevented) return false;
    BrowserWindow.#all.delete(this);
    const { page } = this.webContents;
    await page?.close().catch(() => undefined);
    if (page) forgetPage(page);
    this.emit('closed');
    if (BrowserWindow.#all.size === 0) app.windowsAreClosed();
    return true;
  }
}

answerRequests((page, url, isMainFrame) => {
  const window = BrowserWindow.getAllWindows().find((candidate) => candidate.shows(page));
  return window?.webContents.mayNavigate(url, isMainFrame) ?? false;
});
app.closeWindows = async () => {
  for (const window of BrowserWindow.getAllWindows()) if (!(await window.tryToClose())) return false;
  return true;
};
