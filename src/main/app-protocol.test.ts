import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isAppAddress, pageHandler, pagePath } from './app-protocol';

vi.mock('electron', () => ({ protocol: {} }));

const folder = mkdtempSync(join(tmpdir(), 'ranklab-pages-'));
const pages = join(folder, 'pages');

beforeAll(() => {
  mkdirSync(join(pages, 'assets'), { recursive: true });
  writeFileSync(join(pages, 'index.html'), '<title>page</title><meta property="csp-nonce" nonce="%style-nonce%" />');
  writeFileSync(join(pages, 'assets/app-Ab_1.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'pages-beside.txt'), 'beside');
  symlinkSync(join(folder, 'secret.txt'), join(pages, 'link.txt'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hostile = [
  'app://ranklab/../secret.txt',
  'app://ranklab/../../etc/passwd',
  'app://ranklab/%2e%2e/secret.txt',
  'app://ranklab/%2e%2e%2fsecret.txt',
  'app://ranklab/..%2fsecret.txt',
  'app://ranklab/assets/..%2f..%2fsecret.txt',
  'app://ranklab/..%5csecret.txt',
  'app://ranklab/..\\secret.txt',
  'app://ranklab/%252e%252e%252fsecret.txt',
  'app://ranklab//etc/passwd',
  'app://ranklab/%2fetc%2fpasswd',
  'app://ranklab/C:%5cWindows%5cwin.ini',
  'app://ranklab/index.html%00.png',
  'app://ranklab/index.html::$DATA',
  'app://ranklab/.hidden',
  'app://ranklab/%c0%ae%c0%ae/secret.txt',
  'app://ranklab/%',
  'app://ranklab/link.txt',
  'app://ranklab/..%2fpages-beside.txt',
  'app://x/../../etc/passwd',
  'app://x/index.html',
  'app://user:name@ranklab/index.html',
  'app://ranklab.evil.example/index.html',
  'file:///etc/passwd',
  'https://ranklab/index.html',
  'not an address',
];

describe('app:// protocol', () => {
  test.each(hostile)('serves nothing outside the pages folder for %s', async (address) => {
    const url = URL.canParse(address) ? address : 'app://ranklab/%ff';
    const response = await pageHandler(pages)({ url, method: 'GET' } as Request);
    expect([403, 404]).toContain(response.status);
    expect(await response.text()).not.toMatch(/secret$|beside$|root:/);
  });

  test.each(['app://ranklab/..%2fsecret.txt', 'app://ranklab/%2e%2e%5csecret', 'app://x/index.html', 'https://ranklab/', 'nonsense'])(
    'resolves no path for %s',
    (address) => expect(pagePath(address)).toBeNull(),
  );

  test('serves pages with content type, nosniff and content security policy', async () => {
    const page = await pageHandler(pages)(new Request('app://ranklab/index.html'));
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toContain('unsafe-inline');
    const script = await pageHandler(pages)(new Request('app://ranklab/assets/app-Ab_1.js'));
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await script.text()).toBe('export {};');
  });

  test('gives each response its own style nonce, in the policy and in the page', async () => {
    const read = async (): Promise<readonly [string, string]> => {
      const page = await pageHandler(pages)(new Request('app://ranklab/index.html'));
      const [, nonce = ''] = /style-src 'self' 'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '') ?? [];
      return [nonce, await page.text()];
    };
    const [first, page] = await read();
    expect(Buffer.from(first, 'base64')).toHaveLength(16);
    expect(page).toContain(`nonce="${first}"`);
    expect(page).not.toContain('%style-nonce%');
    expect((await read())[0]).not.toBe(first);
    const script = await pageHandler(pages)(new Request('app://ranklab/assets/app-Ab_1.js'));
    expect(script.headers.get('content-security-policy')).not.toContain('nonce');
  });

  test('serves the first page at the root, 404 for unknown paths, and rejects writes', async () => {
    expect((await pageHandler(pages)(new Request('app://ranklab/'))).status).toBe(200);
    expect((await pageHandler(pages)(new Request('app://ranklab/nothing.js'))).status).toBe(404);
    expect((await pageHandler(pages)(new Request('app://ranklab/assets'))).status).toBe(404);
    expect((await pageHandler(pages)(new Request('app://ranklab/index.html', { method: 'POST', body: 'x' }))).status).toBe(405);
  });

  test('recognises only its own addresses', () => {
    expect(isAppAddress('app://ranklab/index.html#/lab')).toBe(true);
    for (const address of ['app://ranklab.evil.example/', 'https://ranklab/', 'app://a@ranklab/', 'about:blank', '']) {
      expect(isAppAddress(address), address).toBe(false);
    }
  });
});
