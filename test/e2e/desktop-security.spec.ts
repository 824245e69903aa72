/** A page cannot navigate, open windows or escape its sandbox. */
import { expect, test, type Desktop } from '../electron/desktop';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const addressOf = (desktop: Desktop): Promise<string> =>
  desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.getURL().replace(/#.*/, ''));

/** Replaces opening in the browser by recording to a list, and returns a function that reads it. */
async function recordOpened(desktop: Desktop): Promise<() => Promise<string[]>> {
  await desktop.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  return () => desktop.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
}

test('pages are sandboxed, isolated from the preload, with web security', async ({ desktop, window }) => {
  const seen = await window.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', '__dirname'];
    return names.filter((name) => name in globalThis);
  });
  expect(seen).toEqual([]);
  const preferences = await desktop.evaluate(({ BrowserWindow }) => {
    const [open] = BrowserWindow.getAllWindows() as unknown as {
      webPreferences?: object;
      webContents: { getLastWebPreferences?(): object };
    }[];
    return open.webContents.getLastWebPreferences?.() ?? open.webPreferences!;
  });
  expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, webSecurity: true, nodeIntegration: false });
});

test('changes in the page’s own world do not reach the preload', async ({ window }) => {
  const platform = await window.evaluate(async () => {
    Object.assign(Array.prototype, { map: () => ['spoiled'] });
    Promise.prototype.then = () => Promise.reject(new Error('spoiled'));
    Object.prototype.toString = () => 'spoiled';
    return (window as unknown as { ranklab: { platform: string } }).ranklab.platform;
  });
  expect(platform).toBe(process.platform);
});

test('inline scripts, eval and javascript: addresses do not run', async ({ window }) => {
  const outcome = await window.evaluate(async () => {
    // The policy reports what it blocks; after the report, any script that could run would have run.
    const stops = (directive: string, attempt: () => void): Promise<string> =>
      new Promise((stopped) => {
        document.addEventListener('securitypolicyviolation', function heard({ effectiveDirective, blockedURI }) {
          if (effectiveDirective !== directive || blockedURI !== 'inline') return;
          document.removeEventListener('securitypolicyviolation', heard);
          stopped(directive);
        });
        attempt();
      });
    const stopped = [
      await stops('script-src-elem', () => {
        const script = document.createElement('script');
        script.textContent = 'window.inlineRan = true';
        document.head.append(script);
      }),
      await stops('script-src-attr', () => {
        const image = document.createElement('div');
        image.innerHTML = '<img src="x" onerror="window.handlerRan = true">';
        document.body.append(image);
      }),
      await stops('script-src-elem', () => {
        const link = document.createElement('a');
        link.href = 'javascript:window.linkRan = true';
        document.body.append(link);
        link.click();
      }),
    ];
    // Run from a timer, because a test's script has privileges that a page's script lacks.
    const evaluated = await new Promise((done) =>
      setTimeout(() => {
        try {
          (0, eval)('window.evalRan = true');
          done('ran');
        } catch (error) {
          done((error as Error).name);
        }
      }),
    );
    return { stopped, evaluated, ran: ['inlineRan', 'handlerRan', 'linkRan', 'evalRan'].filter((name) => name in window) };
  });
  expect(outcome).toEqual({ stopped: ['script-src-elem', 'script-src-attr', 'script-src-elem'], evaluated: 'EvalError', ran: [] });
});

test('the page cannot be navigated away', async ({ desktop, window }) => {
  await expect(window.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  // Main decides about web sites; Chromium itself blocks file and data URLs and logs it.
  await desktop.evaluate(({ BrowserWindow }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    BrowserWindow.getAllWindows()[0].webContents.on('will-navigate', (_event, url) => asked.push(url));
  });
  const loggedErrors: string[] = [];
  window.on('console', (message) => loggedErrors.push(message.text()));
  const refused = async (): Promise<string> =>
    [...(await desktop.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)), ...loggedErrors].join('\n');
  for (const address of ['https://example.com/', 'http://127.0.0.1:4321/', 'file:///etc/passwd', 'data:text/html,elsewhere']) {
    await window.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
    }, address);
    await expect.poll(refused).toContain(address);
    expect(await addressOf(desktop), address).toBe('app://ranklab/index.html');
  }
  await expect(window.getByRole('button', { name: 'Try the sample' })).toBeVisible();
});

test('no other page opens, in a window or a frame; listed https links open in the browser', async ({ desktop, window }) => {
  const opened = await recordOpened(desktop);
  await window.evaluate(() => {
    open('https://evil.example/');
    open('file:///etc/passwd');
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    const stopped = new Promise((done) => document.addEventListener('securitypolicyviolation', done, { once: true }));
    document.body.append(frame);
    return stopped.then(() => undefined);
  });
  // Each is a separate user gesture.
  await window.evaluate(() => void open('https://doi.org/10.1145/582415.582418?user=u1'));
  await window.evaluate(() => void open('https://doi.org/10.1145/582415.582418'));
  await expect.poll(opened).toEqual(['https://doi.org/10.1145/582415.582418']);
  await expect.poll(async () => (await desktop.windows()).length).toBe(1);
  expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await window.evaluate(() => document.querySelector('iframe')?.contentDocument?.body.textContent ?? '')).not.toContain('Example');
});

test('only listed links are opened in the browser', async ({ desktop, window }) => {
  const opened = await recordOpened(desktop);
  const answers = await window.evaluate(async () => {
    const { openExternal } = (window as unknown as { ranklab: { openExternal(url: string): Promise<boolean> } }).ranklab;
    const urls = [
      'https://faiss.ai/',
      'https://faiss.ai/?q=1',
      'http://faiss.ai/',
      'https://evil.example/',
      'file:///etc/passwd',
      'javascript:alert(1)',
    ];
    return Promise.all(urls.map((url) => openExternal(url)));
  });
  expect(answers).toEqual([true, false, false, false, false, false]);
  expect(await opened()).toEqual(['https://faiss.ai/']);
});

test('a file dropped outside a drop zone changes nothing', async ({ desktop, window, folder }) => {
  const file = join(folder, 'page.html');
  await writeFile(file, '<title>dropped</title>');
  await expect(window.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  // Preventing the default keeps the page; checked after all listeners have run.
  await window.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    for (const kind of ['dragover', 'drop'])
      addEventListener(kind, (event) => void setTimeout(() => heard.push(`${kind} ${event.defaultPrevented}`)), { capture: true });
  });
  const cdp = await window.context().newCDPSession(window);
  const at = { x: 700, y: 8, data: { items: [], files: [file], dragOperationsMask: 1 } };
  await cdp.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at });
  await cdp.send('Input.dispatchDragEvent', { type: 'dragOver', ...at });
  await cdp.send('Input.dispatchDragEvent', { type: 'drop', ...at });
  await expect
    .poll(() => window.evaluate(() => [...new Set((globalThis as unknown as { heard: string[] }).heard)]))
    .toEqual(['dragover true', 'drop true']);
  expect(await addressOf(desktop)).toBe('app://ranklab/index.html');
  await expect(window).toHaveTitle(/RankLab/);
});

test('permissions are denied', async ({ window }) => {
  const states = await window.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'midi'] as PermissionName[];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
  const refused = await window.evaluate(
    () =>
      new Promise<number>((done) =>
        navigator.geolocation.getCurrentPosition(
          () => done(0),
          (error) => done(error.code),
        ),
      ),
  );
  expect(refused).toBe(1);
});

test('app:// addresses reach no file outside the pages folder', async ({ window }) => {
  const statuses = await window.evaluate(async () => {
    const paths = [
      '/..%2f..%2f..%2fetc/passwd',
      '/%2e%2e%2fmain/main.js',
      '/..%5cmain%5cmain.js',
      '/%2fetc%2fpasswd',
      '/nothing',
      '/index.html',
    ];
    return Promise.all(paths.map(async (path) => (await fetch(path)).status));
  });
  expect(statuses).toEqual([403, 403, 403, 403, 404, 200]);
});

test('the sandbox is enabled before the first page', async ({ desktop }) => {
  const asked = await desktop.evaluate(({ app }) => {
    const { sandboxed } = app as unknown as { sandboxed?: boolean };
    return sandboxed ?? app.commandLine.hasSwitch('enable-sandbox');
  });
  expect(asked).toBe(true);
});

test('the file manager shows nothing outside the workspace and the exports', async ({ desktop, window }) => {
  await desktop.evaluate(({ shell }) => {
    const shown: string[] = [];
    Object.assign(globalThis, { shown });
    shell.showItemInFolder = (path) => void shown.push(path);
  });
  const answers = await window.evaluate(async () => {
    const { showInFolder } = (window as unknown as { ranklab: { showInFolder(path: string): Promise<void> } }).ranklab;
    const paths = ['/etc/passwd', '/', '//server/share', String.raw`\\server\share`, 'relative', ''];
    return Promise.all(
      paths.map((path) =>
        showInFolder(path).then(
          () => 'shown',
          () => 'refused',
        ),
      ),
    );
  });
  expect(answers).toEqual(answers.map(() => 'refused'));
  expect(await desktop.evaluate(() => (globalThis as unknown as { shown: string[] }).shown)).toEqual([]);
});
