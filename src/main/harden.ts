import { app, session, type WebContents } from 'electron';
import { isAppAddress } from './app-protocol';
import { openExternally } from './external-links';

/** Our own scheme, or schemes without a location. Everything else would leave this machine or read its disk. */
const isInternalAddress = (address: string): boolean => isAppAddress(address) || /^(data|blob|devtools):/.test(address);

/** The only granted permission: writing text to the clipboard. */
const grants = (permission: string, address: string): boolean => permission === 'clipboard-sanitized-write' && isAppAddress(address);

/**
 * The proxy of all pages: an address on which nothing listens. The request rules below do not see connections that Chromium opens before a
 * request (preconnect, following a link), nor those of WebRTC. The updater and the service have connections of their own.
 */
const nowhere = { mode: 'fixed_servers', proxyRules: 'http://127.0.0.1:9', proxyBypassRules: '<-loopback>' } as const;

/** Denies every request of a page for a permission, a device or the network. */
export async function setupSession(): Promise<void> {
  const pages = session.defaultSession;
  pages.setPermissionRequestHandler((_contents, permission, answer, details) => answer(grants(permission, details.requestingUrl)));
  pages.setPermissionCheckHandler((_contents, permission, origin) => grants(permission, origin));
  pages.setDevicePermissionHandler(() => false);
  pages.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isInternalAddress(details.url) }));
  await pages.setProxy(nowhere);
}

/** A page that opens a link does so at once after a click or a key. */
const gestureMs = 1_000;
const gestures: ReadonlySet<string> = new Set(['mouseDown', 'mouseUp', 'rawKeyDown', 'keyDown', 'gestureTap', 'touchStart', 'touchEnd']);

/**
 * A page stays the page it is: it opens no window, goes nowhere and holds no other page. Known addresses go to the browser, one for
 * each gesture of the person.
 */
function harden(contents: WebContents): void {
  let gestureAtMs = -Infinity;
  contents.on('input-event', (_event, { type }) => {
    if (gestures.has(type)) gestureAtMs = performance.now();
  });
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(({ url }) => {
    const isWanted = performance.now() - gestureAtMs <= gestureMs;
    gestureAtMs = -Infinity;
    if (isWanted) void openExternally(url);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Every page of every window, from the moment it exists. */
export function setupWebContents(): void {
  app.on('web-contents-created', (_event, contents) => harden(contents));
}
