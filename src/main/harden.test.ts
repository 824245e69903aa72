import { beforeEach, describe, expect, test, vi } from 'vitest';
import { setupSession, setupWebContents } from './harden';

type Handler = (...args: unknown[]) => unknown;
const electron = vi.hoisted(() => {
  const handlers = new Map<string, (...args: never[]) => unknown>();
  const keep = (name: string) => (handler: (...args: never[]) => unknown) => void handlers.set(name, handler);
  return {
    handlers,
    app: { on: (event: string, handler: (...args: never[]) => unknown) => void handlers.set(event, handler) },
    protocol: {},
    shell: { openExternal: vi.fn() },
    session: {
      defaultSession: {
        setPermissionRequestHandler: keep('request'),
        setPermissionCheckHandler: keep('check'),
        setDevicePermissionHandler: keep('device'),
        webRequest: { onBeforeRequest: keep('before') },
        setProxy: vi.fn(() => Promise.resolve()),
      },
    },
  };
});
vi.mock('electron', () => electron);

const handler = (name: string): Handler => electron.handlers.get(name) as Handler;
const ours = 'app://ranklab/index.html';

beforeEach(async () => {
  electron.handlers.clear();
  electron.shell.openExternal.mockClear();
  await setupSession();
  setupWebContents();
});

describe('permission requests of a page', () => {
  const requested = (permission: string, requestingUrl: string): boolean => {
    let granted = true;
    handler('request')({}, permission, (answer: boolean) => (granted = answer), { requestingUrl });
    return granted;
  };

  test.each(['media', 'geolocation', 'notifications', 'midi', 'pointerLock', 'fullscreen', 'openExternal', 'clipboard-read', 'hid', 'usb'])(
    'are denied: %s',
    (permission) => {
      expect(requested(permission, ours)).toBe(false);
      expect(handler('check')({}, permission, ours)).toBe(false);
    },
  );

  test('are granted only to our own pages, for writing text to the clipboard', () => {
    expect([requested('clipboard-sanitized-write', ours), handler('check')({}, 'clipboard-sanitized-write', ours)]).toEqual([true, true]);
    for (const foreignAddress of ['https://example.com/', 'app://ranklab.evil/', 'about:blank', '']) {
      expect(requested('clipboard-sanitized-write', foreignAddress)).toBe(false);
      expect(handler('check')({}, 'clipboard-sanitized-write', foreignAddress)).toBe(false);
    }
  });

  test('include no network connection, not even a preconnect', () => {
    expect(electron.session.defaultSession.setProxy).toHaveBeenCalledWith(
      expect.objectContaining({ proxyRules: 'http://127.0.0.1:9', proxyBypassRules: '<-loopback>' }),
    );
  });

  test('include no device', () => expect(handler('device')({ deviceType: 'usb', origin: ours })).toBe(false));
});

describe('requests of a page', () => {
  const cancelled = (url: string): boolean | undefined => {
    let verdict: { cancel?: boolean } = {};
    handler('before')({ url }, (answer: { cancel?: boolean }) => (verdict = answer));
    return verdict.cancel;
  };

  test.each([
    ...['https://example.com/', 'http://127.0.0.1:7345/', 'ws://127.0.0.1:7345/', 'wss://example.com/', 'file:///etc/passwd'],
    ...['ftp://example.com/', 'app://x/index.html', 'app://user@ranklab/index.html', 'chrome://settings/', 'https://app://ranklab/', ''],
  ])('are blocked: %s', (url) => expect(cancelled(url)).toBe(true));

  test.each([ours, 'app://ranklab/assets/main.js', 'data:image/png;base64,AA', 'blob:app://ranklab/1'])(
    'are allowed within the app: %s',
    (url) => expect(cancelled(url)).toBe(false),
  );
});

describe('a page', () => {
  const contents = { on: vi.fn(), setWindowOpenHandler: vi.fn(), setWebRTCIPHandlingPolicy: vi.fn() };
  const listener = (event: string): Handler => contents.on.mock.calls.find(([name]) => name === event)?.[1] as Handler;

  beforeEach(() => {
    contents.on.mockClear();
    contents.setWindowOpenHandler.mockClear();
    handler('web-contents-created')({}, contents);
  });

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'blocks navigation and embedding: %s',
    (event) => {
      const preventDefault = vi.fn();
      listener(event)({ preventDefault, url: ours }, ours);
      expect(preventDefault).toHaveBeenCalledOnce();
    },
  );

  test('opens no window, and opens only listed https links in the browser', () => {
    const open = contents.setWindowOpenHandler.mock.calls[0]?.[0] as Handler;
    const known = 'https://faiss.ai/';
    const urls = [
      'https://evil.example/',
      'file:///etc/passwd',
      ours,
      known,
      `${known}?user=u1`,
      `${known}#x`,
      'https://faiss.ai',
      'HTTPS://faiss.ai/',
    ];
    const press = (type: string): unknown => listener('input-event')({}, { type });
    const denied = urls.map((url) => {
      press('mouseDown');
      return open({ url });
    });
    expect(denied).toEqual(urls.map(() => ({ action: 'deny' })));
    expect(electron.shell.openExternal.mock.calls).toEqual([[known]]);
  });

  test('opens a link only after a user gesture, one per gesture', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const open = contents.setWindowOpenHandler.mock.calls[0]?.[0] as Handler;
    const url = 'https://faiss.ai/';
    const opened = (): number => electron.shell.openExternal.mock.calls.length;
    open({ url });
    listener('input-event')({}, { type: 'mouseMove' });
    open({ url });
    expect(opened()).toBe(0);
    listener('input-event')({}, { type: 'mouseDown' });
    vi.advanceTimersByTime(2_000);
    open({ url });
    expect(opened()).toBe(0);
    for (const type of ['mouseDown', 'rawKeyDown']) {
      listener('input-event')({}, { type });
      open({ url });
      open({ url });
    }
    expect(opened()).toBe(2);
    vi.useRealTimers();
  });
});
