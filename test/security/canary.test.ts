/** A key and a token are in the environment of the real program; all its output is searched for them. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const key = 'sk-canary-9f3b7c2d1e5a';
const token = 'canary-token-4c8e1f6b2a';
const folder = mkdtempSync(join(tmpdir(), 'ranklab-canary-'));
const workspace = join(folder, 'workspace');
const cli = resolve(import.meta.dirname, '../../out/node/cli.js');
const env = { ...process.env, OPENAI_API_KEY: key, RANKLAB_TOKEN: token, RANKLAB_CONFIG_DIR: join(folder, 'configuration') };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secrets = [key, token, encodeURIComponent(key), Buffer.from(key).toString('base64').replace(/=+$/, '')];
const clean = (text: string, where: string): void => {
  for (const secret of secrets) expect(text.includes(secret), where).toBe(false);
};

it('appears in no log, export, workspace file, crash text, argument or answer', async () => {
  const sizes = ['--users', '60', '--videos', '90', '--interactions', '900', '--factors', '8'];
  const result = spawnSync(process.execPath, [cli, 'pipeline', '--workspace', workspace, ...sizes], { encoding: 'utf8', env });
  expect(result.status, result.stderr).toBe(0);
  clean(result.stdout + result.stderr, 'what pipeline printed');
  const crashed = spawnSync(process.execPath, [cli, 'pipeline', '--workspace', join(folder, key)], {
    encoding: 'utf8',
    env: { ...env, RANKLAB_CONFIG_DIR: join(workspace, 'workspace.json') },
  });
  clean(crashed.stdout + crashed.stderr, 'what a failing command printed');
  rmSync(join(folder, key), { recursive: true, force: true });

  const child = spawn(process.execPath, [cli, 'serve', '--workspace', workspace, '--port', '0', '--log-level', 'debug'], { env });
  let log = '';
  let greeting = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const url = await new Promise<string>((found) =>
    child.stdout.on('data', (chunk: Buffer) => {
      greeting += chunk.toString();
      const match = /API: (http:\S+)/.exec(greeting);
      if (match?.[1] !== undefined) found(match[1]);
    }),
  );
  // On some systems every user of the machine can read a process's arguments.
  if (existsSync(`/proc/${child.pid}/cmdline`)) clean(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8'), 'arguments');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const ask = async (method: string, path: string, body?: unknown): Promise<string> =>
    (await fetch(url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })).text();
  const config = { variants: [{ name: 'a' }, { name: 'b', weights: { popularity: 1 } }], metrics: ['ndcg@5'] };
  const answers = [
    await ask('GET', '/'),
    await ask('GET', '/openapi.json'),
    await ask('GET', '/doctor'),
    await ask('POST', '/recommend', { user_id: key }),
    await ask('POST', '/recommend', { query: `${key} ${token}`, variant: token }),
    await ask('POST', '/workspace/open', { path: join(folder, key) }),
    await ask('POST', '/workspace/create', { path: join(workspace, 'workspace.json', key), name: token }),
    await ask('GET', `/videos/${key}?token=${token}`),
    await ask('POST', '/export', { source: { config }, formats: ['csv', 'json', 'trec', 'markdown'] }),
    await ask('GET', '/experiments'),
    await ask('GET', '/metrics'),
    await ask('POST', '/add_video', '{"title": '),
  ];
  child.kill('SIGTERM');
  await new Promise((ended) => child.once('exit', ended));
  for (const [n, answer] of answers.entries()) clean(answer, `answer ${n}: ${answer.slice(0, 300)}`);
  expect(answers[8]).toContain('"files"');
  expect(log.split('\n').length).toBeGreaterThan(answers.length);
  clean(log, 'the log');
  // The token of this run is printed once, for the person who started it.
  clean(greeting.replaceAll(token, ''), 'the greeting');
  let files = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    files++;
    clean(readFileSync(path, 'latin1'), path);
  }
  expect(files).toBeGreaterThan(5);
});
