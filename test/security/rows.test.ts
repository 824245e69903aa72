/**
 * Failures that must never happen, one per row, with the tests that cover each. This file does not run them; it fails when
 * one is renamed, removed, skipped or isolated with `.only`, so that the list stays correct.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const http = 'test/security/http.test.ts';
const answers = 'test/security/http-answers.test.ts';
const security = 'test/e2e/desktop-security.spec.ts';
const secrets = 'test/e2e/desktop-secrets.spec.ts';
const offline = 'test/e2e/desktop-offline.spec.ts';
const intruder = 'test/e2e/desktop-intruder.spec.ts';
const harden = 'src/main/harden.test.ts';

type Row = readonly (readonly [demand: string, file: string, test: string])[];

const rows: Readonly<Record<string, Row>> = {
  'the local API': [
    ['a foreign Host (DNS rebinding)', http, "'evil.example', 'evil.example:80', '127.0.0.1.evil.example'"],
    ['its own names', http, 'accepts its own name “%s”, with any port'],
    ['a foreign or null Origin', http, "'https://evil.example', 'null'"],
    ['a foreign page that hides its origin', http, 'rejects a call from a foreign page that hides its origin'],
    ['no CORS unless listed', http, 'allows nothing in a preflight of a foreign page'],
    ['a listed origin', http, 'accepts a listed origin with preflight, and still requires the token'],
    ['a POST like that of a form (CSRF)', http, "'text/plain', 'application/x-www-form-urlencoded'"],
    ['a missing or wrong token', http, 'rejects a token that is %s'],
    ['guessed tokens', http, 'slows down clients that guess tokens, and no others'],
    ['a body over the limit', http, 'rejects a body over the limit, with or without content-length, without reading it'],
    ['a slow client', http, 'ends a slow request with 408, in headers and in the body'],
    ['input that is not HTTP', http, 'rejects input that is not HTTP, and oversized headers, with matching status codes'],
    ['k = 1e9', http, 'names the path of invalid input: k = 1e9, an unknown key, a wrong type in a query'],
    ['prototype keys', http, 'rejects invalid JSON, and keys like __proto__'],
    ['an unknown user', http, 'names an unknown user'],
    ['a flood', http, 'limits the request rate per address'],
    ['a client gone in mid-response', answers, 'tolerate clients that disconnect mid-response, with constant memory'],
    ['work for a client that left', answers, 'abort the work for a client that left'],
    ['a taken port', answers, 'uses the next free port, or reports the conflict'],
    ['other machines', answers, 'is not reachable from another machine by default'],
    ['a token for each run', answers, 'generates a long token for each run'],
    ['a stop while answering', answers, 'finishes running requests before it stops, and accepts no new ones'],
    ['off until turned on', 'src/service/http/local-api.test.ts', 'is off until it is turned on, and off again afterwards'],
    ['many clients while data come', 'test/transport/load.test.ts', 'answers every client and loses no write'],
  ],
  'a key': [
    ['the real program', 'test/security/canary.test.ts', 'appears in no log, export, workspace file, crash text, argument or answer'],
    ['the API’s log and answers', answers, 'appear in no log line and no response'],
    ['the desktop', secrets, 'the key appears in no argument, environment, output, answer or page'],
    ['Linux without a keyring', secrets, 'without a keyring the key is kept until quit, and the page says so'],
    ['the keychain', secrets, 'with a keyring the key survives a restart, encrypted on disk, and can be removed'],
    ['the service’s process', 'test/transport/service-process.test.ts', 'keeps keys in memory only'],
    [
      'a paid provider',
      'test/pipeline/embedding-service.test.ts',
      'never pays twice across a restart, and keeps the key out of the workspace',
    ],
    ['every line that leaves', 'src/service/secrets.test.ts', 'removes registered secrets, plain and encoded, anywhere in a text'],
  ],
  'hostile titles': [
    ['on every page', 'test/e2e/story-hostile-titles.spec.ts', 'hostile titles are shown literally and run nothing'],
    ['scripts in the page', security, 'inline scripts, eval and javascript: addresses do not run'],
    ['in Markdown and LaTeX', 'test/report/formats.test.ts', 'escape Markdown and LaTeX syntax'],
    ['in spreadsheets', 'test/report/formats.test.ts', 'neutralises text and leaves numbers unchanged'],
  ],
  'no network': [
    ['requests of pages', offline, 'no request of a page leaves the machine'],
    ['requests that bypass a page’s policy', harden, 'are blocked: %s'],
    ['a day on the command line and over the API', 'test/security/no-network.test.ts', 'sends no packet'],
    ['no network at all', 'test/security/no-network.test.ts', 'without any network, not even the machine’s own'],
    ['connections of processes', offline, 'no process of the application holds a connection to another machine'],
    ['documentation', answers, 'serve documentation locally, without inline script'],
  ],
  'the desktop window': [
    ['window.open', security, 'no other page opens, in a window or a frame; listed https links open in the browser'],
    ['navigation', security, 'the page cannot be navigated away'],
    ['links outside', security, 'only listed links are opened in the browser'],
    ['a dropped file', security, 'a file dropped outside a drop zone changes nothing'],
    ['a permission request', security, 'permissions are denied'],
    ['every permission and device', harden, 'are denied: %s'],
    ['every way to another page', harden, 'blocks navigation and embedding: %s'],
    ['isolation', security, 'pages are sandboxed, isolated from the preload, with web security'],
    ['IPC from a foreign frame', 'src/main/ipc.test.ts', 'from other senders are rejected, naming the channel'],
    ['app://x/../../etc/passwd and encoded forms', security, 'app:// addresses reach no file outside the pages folder'],
    ['the same, in the handler', 'src/main/app-protocol.test.ts', 'etc/passwd'],
    [
      'every way out that a script in the page knows',
      intruder,
      'nothing that an injected script ${way} reaches a server, and the page stays',
    ],
    ['every spelling of a file’s address', intruder, 'an injected script reads no file under any form of address'],
    ['frames and devices', intruder, 'frames made by an injected script have no bridge and get no device, file or permission'],
    ['the bridge', 'test/e2e/desktop-bridge.spec.ts', 'the bridge exposes exactly these members'],
    ['the installed program', 'test/electron/packaging.test.ts', 'has the fuses set in its executable'],
  ],
};

const root = resolve(import.meta.dirname, '../..');

describe.each(Object.entries(rows))('%s', (_row, parts) => {
  it.each(parts)('%s', (_demand, file, test) => {
    const text = readFileSync(resolve(root, file), 'utf8');
    expect(text.includes(test), `${file} has the test “${test}”`).toBe(true);
    expect(/\b(?:it|test|describe)\.(?:only|todo|fixme)\b/.exec(text)?.[0]).toBeUndefined();
    const skips = [...text.matchAll(/\b(?:it|test|describe)\.skip\(\s*(?:'([^']*)'|`([^`]*)`)/g)].map(([, name]) => name ?? '');
    expect(skips.filter((name) => name.includes(test))).toEqual([]);
  });
});
