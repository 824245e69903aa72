import { PORT_MESSAGE, SERVICE_GONE_MESSAGE, type RankLabBridge } from '#shared/bridge';
import { createHttpClient } from '#shared/client/http';
import { connectPort, type PortConnection } from '#shared/client/port';
import type { RankLabClient } from '#shared/contract/index';
import { RankLabError } from '#shared/errors';
import { useConnection } from '../stores/connection-store';
import { toFailure } from '../logic/failure';

declare global {
  interface Window {
    readonly ranklab?: RankLabBridge;
  }
}

/** The desktop window's own calls; undefined in a browser. */
export const bridge: RankLabBridge | undefined = window.ranklab;

let current: RankLabClient | undefined;

/** The current client. @throws SERVICE_GONE while the service is starting or restarting. */
export function api(): RankLabClient {
  if (current) return current;
  throw new RankLabError('SERVICE_GONE', 'The service is not connected', { remedy: 'RankLab reconnects automatically.' });
}

/** Connects and reconnects: `onConnected` is called at first and after every restart of the service. */
export function connect(onConnected: () => void): void {
  if (bridge) connectThroughPort(bridge, onConnected);
  else connectThroughHttp(onConnected);
}

function connected(client: RankLabClient, onConnected: () => void): void {
  current = client;
  useConnection.setState(({ generation }) => ({ status: 'ready', generation: generation + 1 }));
  onConnected();
}

const markServiceGone = (): void => useConnection.setState({ status: 'gone' });

function connectThroughPort(desktop: RankLabBridge, onConnected: () => void): void {
  let connection: PortConnection | undefined;
  window.addEventListener('message', (event) => {
    if (event.source !== window) return;
    if (event.data === SERVICE_GONE_MESSAGE) {
      current = undefined;
      markServiceGone();
      // A page's MessagePort does not report that the other side is gone, so pending calls are failed here.
      connection?.close();
    }
    const port = event.data === PORT_MESSAGE ? event.ports[0] : undefined;
    if (!port) return;
    connection?.close();
    connection = connectPort(port);
    connected(connection.client, onConnected);
  });
  lost = () => {
    if (useConnection.getState().status !== 'ready') return;
    markServiceGone();
    desktop.requestPort();
  };
  desktop.requestPort();
}

const RETRY_MS = 1_000;

function connectThroughHttp(onConnected: () => void): void {
  const client = createHttpClient(`${window.location.origin}/rpc`, { token: takeToken() });
  let waiting = 0;
  const attempt = (): void => {
    window.clearTimeout(waiting);
    client.system.health().then(
      () => connected(client, onConnected),
      (error: unknown) => {
        const { code } = toFailure(error);
        useConnection.setState({ status: code === 'UNAUTHORIZED' || code === 'FORBIDDEN' ? 'refused' : 'gone' });
        waiting = window.setTimeout(attempt, RETRY_MS);
      },
    );
  };
  lost = () => {
    if (useConnection.getState().status !== 'ready') return;
    markServiceGone();
    waiting = window.setTimeout(attempt, RETRY_MS);
  };
  retry = attempt;
  attempt();
}

let lost: () => void = () => undefined;
let retry: () => void = () => undefined;

/** Tries to reach the service at once instead of at the next interval. */
export const reconnect = (): void => (bridge ? bridge.requestPort() : retry());

/** Goes to the address that the service printed at its start, which brings its token. @throws INVALID_ARGUMENT for one without a token. */
export function openPrintedAddress(address: string): void {
  const token = /[#?&]token=([^&\s]+)/.exec(address)?.[1] ?? (/^[\w-]{8,}$/.test(address.trim()) ? address.trim() : undefined);
  if (token === undefined) {
    throw new RankLabError('INVALID_ARGUMENT', 'The address ends in no token', { remedy: 'Copy the whole line that ends in #token=…' });
  }
  window.sessionStorage.setItem('ranklab-token', decodeURIComponent(token));
  window.location.reload();
}

/** Called for every failed call: if the service is unreachable or does not know this page, reconnection starts. */
export function noticeFailure(error: unknown): void {
  const { code } = toFailure(error);
  if (code === 'SERVICE_GONE' || code === 'UNAUTHORIZED') lost();
}

/** The token this page calls with; null without one, and always in the desktop window. */
export const httpToken = (): string | null => window.sessionStorage.getItem('ranklab-token');

/** The access token arrives once in the address (`#token=…`), is stored for this tab and removed from the address. */
function takeToken(): string | undefined {
  const match = /[#?&]token=([^&]+)/.exec(window.location.href);
  if (match?.[1] !== undefined) {
    window.sessionStorage.setItem('ranklab-token', decodeURIComponent(match[1]));
    window.history.replaceState(null, '', window.location.pathname);
  }
  return httpToken() ?? undefined;
}
