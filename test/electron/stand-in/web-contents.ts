import type * as Electron from 'electron';
import type { CDPSession, Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { fromChromium, toChromium } from './chromium';
import { createCodec } from './codec';
import { ipcMain } from './ipc-main';
import { PortCarrier, type MessagePortMain } from './message-ports';
import { connectWorlds, createPreloadElectron, type PageMessage } from './page-worlds';
import { applyPermissions } from './session';

const codec = createCodec();
const world = 'Electron Isolated Context';
const names = { tell: 'standInTell', hear: 'standInHear' };

type OpenHandler = (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse;
type Members =
  | 'loadURL'
  | 'getURL'
  | 'send'
  | 'postMessage'
  | 'setWindowOpenHandler'
  | 'reload'
  | 'forcefullyCrashRenderer'
  | 'setWebRTCIPHandlingPolicy';

/** One page, its preload in an isolated world, and the messages between the preload and main. */
export class WebContents extends EventEmitter implements Pick<Electron.WebContents, Members> {
  readonly #carrier: PortCarrier;
  #page: Page | undefined;
  #cdp: CDPSession | undefined;
  #context: string | undefined;
  #told: string | undefined;
  #crashed = false;
  #openHandler: OpenHandler = () => ({ action: 'allow' });

  constructor(
    private readonly preload: string,
    private readonly openPage: () => Promise<Page>,
  ) {
    super();
    this.#carrier = new PortCarrier(
      (port, data) => this.#tell({ kind: 'port', port, data }),
      (port) => this.#tell({ kind: 'port-closed', port }),
    );
  }

  get mainFrame(): { url: string; parent: null } {
    return { url: this.getURL(), parent: null };
  }

  getURL(): string {
    return fromChromium(this.#page?.url() ?? '');
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#prepare(url);
    this.#told = url;
    await page.goto(toChromium(url));
    this.emit('did-finish-load');
  }

  /** Set for every page by a flag of Chromium. */
  setWebRTCIPHandlingPolicy(): void {}

  /** The current page; a crashed one is replaced at the next load. */
  get page(): Page | undefined {
    return this.#page;
  }

  reload(): void {
    this.#told = this.getURL();
    if (this.#crashed) void this.loadURL(this.#told);
    else void this.#page?.reload();
  }

  forcefullyCrashRenderer(): void {
    this.#cdp?.send('Page.crash').catch(() => undefined);
  }

  send(channel: string, ...args: unknown[]): void {
    this.#tell({ kind: 'message', channel, args, ports: [] });
  }

  postMessage(channel: string, message: unknown, ports: MessagePortMain[] = []): void {
    this.#tell({ kind: 'message', channel, args: [message], ports: ports.map((port) => this.#carrier.carry(port.detach())) });
  }

  /** Whether a document may load: main requested it, the page reloads itself, or the shell allows it. */
  mayNavigate(url: string, isMainFrame: boolean): boolean {
    if (isMainFrame && (url === this.#told || url === this.getURL().replace(/#.*/, ''))) return true;
    let prevented = false;
    const event = { url, isMainFrame, preventDefault: () => (prevented = true) };
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event, url);
    return !prevented;
  }

  async #prepare(url: string): Promise<Page> {
    if (this.#page && !this.#crashed) return this.#page;
    const crashed = this.#page;
    const page = await this.openPage();
    const cdp = await page.context().newCDPSession(page);
    this.#page = page;
    this.#cdp = cdp;
    this.#crashed = false;
    await crashed?.close();
    page.on('crash', () => {
      this.#crashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    });
    cdp.on('Page.windowOpen', ({ url: wanted, userGesture }) => {
      if (userGesture) this.emit('input-event', {}, { type: 'mouseDown' });
      this.#openHandler({ url: fromChromium(wanted) } as Electron.HandlerDetails);
    });
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === world) this.#context = context.uniqueId;
    });
    // Closing a page closes its ports.
    cdp.on('Runtime.executionContextsCleared', () => this.#carrier.closeAll());
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === names.tell) this.#hear(codec.decode(payload) as PageMessage);
    });
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: names.tell, executionContextName: world });
    await this.#installPreload(cdp);
    await applyPermissions(page, this, url);
    return page;
  }

  /** The page's half of the bridge must be installed before the preload's, and both before any script of the page. */
  async #installPreload(cdp: CDPSession): Promise<void> {
    const inMainFrame = (script: string): string => `if (window === top && location.protocol === 'https:') {\n${script}\n}`;
    const called = (make: (...args: never[]) => unknown, ...args: string[]): string => `(${String(make)})(${args.join(', ')})`;
    const token = JSON.stringify(randomUUID());
    const page = called(connectWorlds, token, "'page'");
    const electron = called(createPreloadElectron, called(createCodec), called(connectWorlds, token, "'preload'"), JSON.stringify(names));
    const preload = `((modules, process, module, exports) => {
      const require = (name) => modules[name];
      ${readFileSync(this.preload, 'utf8')}
    })({ electron: ${electron} }, ${JSON.stringify({ platform: process.platform })}, {}, {});`;
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: inMainFrame(page) });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: inMainFrame(preload), worldName: world });
  }

  #tell(message: PageMessage): void {
    if (this.#context === undefined) return;
    const expression = `${names.hear}(${JSON.stringify(codec.encode(message))})`;
    // A closed page receives no more messages, as in Electron.
    this.#cdp?.send('Runtime.evaluate', { expression, uniqueContextId: this.#context }).catch(() => undefined);
  }

  #hear(message: PageMessage): void {
    const event = { sender: this, senderFrame: this.mainFrame };
    if (message.kind === 'message') ipcMain.emit(message.channel, event, ...message.args);
    else if (message.kind === 'port') this.#carrier.receive(message.port, message.data);
    else if (message.kind === 'port-closed') this.#carrier.onPortClosed(message.port);
    else if (message.kind === 'invoke') {
      const { id, channel, args } = message;
      void ipcMain.answer(channel, event, args).then(
        (value) => this.#tell({ kind: 'answer', id, value }),
        (error: Error) => this.#tell({ kind: 'answer', id, error: `Error invoking remote method '${channel}': ${String(error)}` }),
      );
    }
  }
}
