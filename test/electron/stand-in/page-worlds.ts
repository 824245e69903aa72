/**
 * Code that runs inside a window's page. The preload gets an isolated world, as in Electron: it shares only the document
 * with the page. Values pass between the two worlds as copies, functions as proxies.
 *
 * Both functions below are sent to the page as source text, so neither may refer to anything outside its body.
 */
import type * as Electron from 'electron';
import type { Codec } from './codec';

/** Calls between the two worlds, over events of the shared document with a secret name. */
export interface WorldBridge {
  expose(name: string, api: unknown): void;
}

/** Installed in both worlds, first in the page's own. `token` is a fresh secret. */
export function connectWorlds(token: string, side: 'page' | 'preload'): WorldBridge {
  type Reference = { readonly [key: string]: number };
  const functionKey = `${token}:function`;
  const promiseKey = `${token}:promise`;
  const ownTopic = `${token}:${side}`;
  const otherTopic = `${token}:${side === 'page' ? 'preload' : 'page'}`;
  const functions: ((...args: unknown[]) => unknown)[] = [];
  const settlers = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let promiseCount = 0;
  let answer: { value?: unknown; error?: string } = {};

  const send = (detail: object): void => void document.dispatchEvent(new CustomEvent(otherTopic, { detail }));
  const isPlain = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));

  const wrap = (value: unknown): unknown => {
    if (typeof value === 'function') return { [functionKey]: functions.push(value as () => unknown) - 1 } satisfies Reference;
    if (value instanceof Promise) {
      const id = promiseCount++;
      value.then(
        (result) => send({ settled: id, value: wrap(result) }),
        (error: unknown) => send({ settled: id, error: text(error) }),
      );
      return { [promiseKey]: id } satisfies Reference;
    }
    if (Array.isArray(value)) return value.map(wrap);
    return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, wrap(entry)])) : value;
  };

  const unwrap = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unwrap);
    // A value from the other world is a copy with this world's prototype.
    if (!isPlain(value)) return value;
    if (functionKey in value) {
      const id = value[functionKey];
      return (...args: unknown[]): unknown => {
        answer = {};
        send({ call: id, args: args.map(wrap) });
        const { value: result, error } = answer;
        if (error !== undefined) throw new Error(error);
        return unwrap(result);
      };
    }
    if (promiseKey in value) {
      return new Promise((resolve, reject) => settlers.set(value[promiseKey] as number, { resolve, reject }));
    }
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, unwrap(entry)]));
  };

  const deepFreeze = (value: unknown): unknown => {
    if (isPlain(value)) Object.values(value).forEach(deepFreeze);
    return typeof value === 'object' || typeof value === 'function' ? Object.freeze(value) : value;
  };

  document.addEventListener(ownTopic, (event) => {
    const detail = (event as CustomEvent<Record<string, unknown>>).detail;
    if ('call' in detail) {
      try {
        const result = functions[detail['call'] as number](...(unwrap(detail['args']) as unknown[]));
        send({ answer: true, value: wrap(result) });
      } catch (error) {
        send({ answer: true, error: text(error) });
      }
    } else if ('answer' in detail) answer = detail;
    else if ('settled' in detail) {
      const settler = settlers.get(detail['settled'] as number);
      settlers.delete(detail['settled'] as number);
      if ('error' in detail) settler?.reject(new Error(detail['error'] as string));
      else settler?.resolve(unwrap(detail['value']));
    } else if ('expose' in detail) {
      const value = deepFreeze(unwrap(detail['api']));
      Object.defineProperty(window, detail['expose'] as string, { value, enumerable: true });
    }
  });
  return { expose: (name, api) => send({ expose: name, api: wrap(api) }) };
}

/** Messages between the window's host and the isolated world. */
export type PageMessage =
  | { readonly kind: 'message'; readonly channel: string; readonly args: unknown[]; readonly ports: number[] }
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: string }
  | { readonly kind: 'port'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'port-closed'; readonly port: number };

export interface PreloadElectron {
  readonly contextBridge: Pick<Electron.ContextBridge, 'exposeInMainWorld'>;
  readonly ipcRenderer: Record<keyof Pick<Electron.IpcRenderer, 'on'>, unknown> & Pick<Electron.IpcRenderer, 'send' | 'invoke'>;
  readonly webUtils: Pick<Electron.WebUtils, 'getPathForFile'>;
}

/** The `electron` module of a preload. Its host provides a binding named `tell` and calls a function named `hear`. */
export function createPreloadElectron(codec: Codec, bridge: WorldBridge, names: { tell: string; hear: string }): PreloadElectron {
  type Listener = (event: object, ...args: unknown[]) => void;
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const listeners = new Map<string, Set<Listener>>();
  const calls = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const ports = new Map<number, MessagePort>();
  let callCount = 0;
  const tell = (message: PageMessage): void => world[names.tell](codec.encode(message));

  /** A real port for the preload, whose other end is forwarded to the host. */
  const openPort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = ({ data }) => tell({ kind: 'port', port: id, data });
    ports.set(id, port2);
    return port1;
  };

  world[names.hear] = (text) => {
    const message = codec.decode(text) as PageMessage;
    if (message.kind === 'message') {
      const event = { ports: message.ports.map(openPort) };
      for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args);
    } else if (message.kind === 'answer') {
      const call = calls.get(message.id);
      calls.delete(message.id);
      if (message.error !== undefined) call?.reject(new Error(message.error));
      else call?.resolve(message.value);
    } else if (message.kind === 'port') ports.get(message.port)?.postMessage(message.data);
    else if (message.kind === 'port-closed') {
      ports.get(message.port)?.close();
      ports.delete(message.port);
    }
  };

  return {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => bridge.expose(name, api) },
    ipcRenderer: {
      on: (channel: string, listener: Listener) => void listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
      send: (channel: string, ...args: unknown[]) => tell({ kind: 'message', channel, args, ports: [] }),
      invoke: (channel: string, ...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const id = callCount++;
          calls.set(id, { resolve, reject });
          tell({ kind: 'invoke', id, channel, args });
        }),
    },
    // A page cannot learn a file's path, so here no file has one.
    webUtils: { getPathForFile: () => '' },
  };
}
