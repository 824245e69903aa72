import type * as Electron from 'electron';
import type { Page, Route } from '@playwright/test';
import { blockNetwork, fromChromium, setRouteHandler } from './chromium';

type Handler = (request: Request) => Response | Promise<Response>;
type Verdict = Electron.CallbackResponse;
type RequestDetails = Electron.OnBeforeRequestListenerDetails;
type RequestListener = (details: RequestDetails, answer: (verdict: Verdict) => void) => void;
type PermissionHandler = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>;
type PermissionRequest = Parameters<PermissionHandler>;

const handlers = new Map<string, Handler>();
let onBeforeRequest: RequestListener = (_details, answer) => answer({});
const grantAll: PermissionHandler = (_contents, _permission, answer) => answer(true);
let onPermission = grantAll;

export const protocol = {
  registerSchemesAsPrivileged: () => undefined,
  handle: (scheme: string, handler: (request: globalThis.GlobalRequest) => Response | Promise<Response>) =>
    void handlers.set(scheme, handler),
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: PermissionHandler | null) => void (onPermission = handler ?? grantAll),
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    webRequest: { onBeforeRequest: (listener: RequestListener) => void (onBeforeRequest = listener) },
    setProxy: ({ mode }: Electron.ProxyConfig) => Promise.resolve(mode === 'fixed_servers' ? blockNetwork() : undefined),
  } satisfies Pick<
    Electron.Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'setProxy'
  > &
    Record<keyof Pick<Electron.Session, 'webRequest'>, Record<keyof Pick<Electron.WebRequest, 'onBeforeRequest'>, unknown>>,
};

/** Permissions that a page can request: Electron's name, and the name in Chromium's settings. */
const permissions: Partial<Record<PermissionRequest[1], string>> = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  media: 'camera',
  midi: 'midi',
};

/** Headless Chromium shows no permission prompt, so the shell is asked beforehand and its decision is set in Chromium. */
export async function applyPermissions(page: Page, contents: object, requestingUrl: string): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  for (const [permission, name] of Object.entries(permissions)) {
    const granted = await new Promise<boolean>((answer) =>
      onPermission(contents as Electron.WebContents, permission as PermissionRequest[1], answer, { requestingUrl, isMainFrame: true }),
    );
    await browser.send('Browser.setPermission', { permission: { name }, setting: granted ? 'granted' : 'denied' });
  }
}

/** Whether a page may load a document that the shell did not load itself; decided by the window that shows it. */
type MayNavigate = (page: Page, url: string, isMainFrame: boolean) => boolean;

/** Answers every request of every window: first by the shell's own rules, then by the handler of its scheme, never from the network. */
export function answerRequests(mayNavigate: MayNavigate): void {
  setRouteHandler(async (page: Page, route: Route) => {
    const request = route.request();
    const url = fromChromium(request.url());
    if (request.isNavigationRequest() && !mayNavigate(page, url, request.frame() === page.mainFrame())) return route.abort('aborted');
    const details = { url, method: request.method() } as RequestDetails;
    const { cancel } = await new Promise<Verdict>((answer) => onBeforeRequest(details, answer));
    const handler = handlers.get(new URL(url).protocol.slice(0, -1));
    if (cancel || !handler) return route.abort('blockedbyclient');
    const response = await handler(new Request(url, { method: request.method() }));
    const body = Buffer.from(await response.arrayBuffer());
    return route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
  });
}
