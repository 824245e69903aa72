/** The real Chromium behind the stand-in's windows: one browser, one page per window. */
import { chromium, type BrowserContext, type Page, type Route } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromiumArguments, chromiumPath } from '../../../scripts/chromium.mjs';

/**
 * Chromium does not support custom schemes, so an address of the application's scheme is sent as an https address of a
 * nonexistent host. All requests are answered here; none reaches the network.
 */
const suffix = '.app.test';
export const toChromium = (address: string): string => address.replace(/^app:\/\/([^/]+)/, `https://$1${suffix}`);
export const fromChromium = (address: string): string => address.replace(/^https:\/\/([^/]+)\.app\.test/, 'app://$1');

export type RouteHandler = (page: Page, route: Route) => Promise<void>;

let context: BrowserContext | undefined;
const owned = new Set<Page>();
let route: RouteHandler = async (_page, refused) => refused.abort();

export const setRouteHandler = (handler: RouteHandler): void => void (route = handler);

let isOpen = true;
/** From now on the proxy of the pages refuses every connection. */
export const blockNetwork = (): void => void (isOpen = false);

/** Chromium takes its proxy when it starts, Electron's session later: this proxy forwards connections until the session sets its own. */
async function startProxy(): Promise<string> {
  const server = createServer((_request, response) => response.destroy());
  server.on('connect', ({ url = '' }, client) => {
    client.on('error', () => client.destroy());
    if (!isOpen) return client.destroy();
    const { hostname, port } = new URL(`http://${url}`);
    const target = connect(Number(port || 80), hostname, () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    target.on('error', () => client.destroy());
    target.pipe(client).pipe(target);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Starts the browser; returns the address at which a test can connect to the same pages. */
export async function launch(userData: string): Promise<string> {
  const folder = join(userData, 'Chromium');
  const executablePath = chromiumPath();
  context = await chromium.launchPersistentContext(folder, {
    ...(executablePath !== undefined && { executablePath }),
    args: [
      ...chromiumArguments(),
      '--remote-debugging-port=0',
      `--proxy-server=${await startProxy()}`,
      '--proxy-bypass-list=<-loopback>',
      '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    ],
    viewport: null,
  });
  await context.route(/.*/, (requested) => requested.abort());
  // A page that no window opened is a popup: the shell has already decided about it, so it is closed.
  context.on('page', (page) => void setTimeout(() => !owned.has(page) && void page.close().catch(() => undefined), 0));
  const [port] = readFileSync(join(folder, 'DevToolsActivePort'), 'utf8').split('\n');
  return `http://127.0.0.1:${port}`;
}

/** A new page whose requests the shell answers. The first window gets the page that the browser starts with. */
export async function openPage(): Promise<Page> {
  if (!context) throw new Error('Windows open after the application is ready.');
  const [first] = context.pages();
  const page = first && owned.size === 0 ? first : await newPage(context);
  owned.add(page);
  await page.route(/.*/, (requested) => route(page, requested));
  return page;
}

/** Marked as owned at once, so that it is not taken for a popup. */
async function newPage(context: BrowserContext): Promise<Page> {
  const opened = context.waitForEvent('page', { predicate: (page) => owned.add(page) !== undefined });
  await context.newPage();
  return opened;
}

export const forgetPage = (page: Page): void => void owned.delete(page);
export const closeBrowser = async (): Promise<void> => context?.close();
