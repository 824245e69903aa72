import { contentSecurityPolicy, pageWithNonce } from '#shared/content-security-policy';
import { protocol } from 'electron';
import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const scheme = 'app';
const host = 'ranklab';
export const appUrl = `${scheme}://${host}/index.html`;

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

const headers = {
  'content-security-policy': contentSecurityPolicy(),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

const refusal = (status: number, text: string): Response =>
  new Response(text, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } });

/** Whether an address is one of our own pages or files. */
export function isAppAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === `${scheme}:` && url.host === host && url.username === '' && url.password === '';
}

/**
 * The path inside the pages' folder that an address names, or null when it names anything else. Encoded separators,
 * dots and NUL are undone first, then every segment must be a plain name, which excludes parent folders, drives and streams.
 */
export function pagePath(address: string): string | null {
  if (!isAppAddress(address)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    return null;
  }
  const segments = path.split('/').slice(1);
  if (segments.length === 1 && segments[0] === '') return 'index.html';
  return segments.every((segment) => /^[\w@-][\w@.-]*$/.test(segment)) ? join(...segments) : null;
}

async function answerWith(file: string): Promise<Response> {
  const type = mediaTypes[extname(file)] ?? 'application/octet-stream';
  const content = await readFile(file);
  if (extname(file) !== '.html') return new Response(new Uint8Array(content), { headers: { ...headers, 'content-type': type } });
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  return new Response(pageWithNonce(content.toString('utf8'), nonce), {
    headers: { ...headers, 'content-security-policy': policy, 'content-type': type },
  });
}

/** Serves the built pages from `folder`, and nothing outside of it, symbolic links included. */
export function pageHandler(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = pagePath(request.url);
    if (path === null) return refusal(403, 'This address does not belong to the application.');
    if (request.method !== 'GET') return refusal(405, 'The application’s pages can only be read.');
    try {
      const file = await realpath(join(folder, path));
      if (!file.startsWith((await realpath(folder)) + sep)) return refusal(403, 'This address does not belong to the application.');
      return await answerWith(file);
    } catch {
      return refusal(404, 'Page not found.');
    }
  };
}

/** Must run before the application is ready: Electron reads the privileges of schemes once. */
export function setupAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

export function setupAppProtocol(folder: string): void {
  protocol.handle(scheme, pageHandler(folder));
}
