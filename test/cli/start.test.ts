/** `npm start` without a display: one line that says so, and the application on a separate sample workspace. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { skipReason } from '../skip-reason';

const root = mkdtempSync(join(tmpdir(), 'ranklab-start-'));
let started: ChildProcess | undefined;
afterAll(async () => {
  if (started?.exitCode === null) {
    const ended = once(started, 'exit');
    started.kill();
    await ended;
  }
  rmSync(root, { recursive: true, force: true });
});

/** The output until the service is ready. */
function printed(): Promise<string> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  const env = { ...environment, CI: 'true', XDG_DATA_HOME: join(root, 'data'), RANKLAB_CONFIG_DIR: join(root, 'configuration') };
  const child = spawn(process.execPath, [resolve('scripts/start.mjs')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  started = child;
  return new Promise((served, failed) => {
    let text = '';
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes('Press Ctrl-C')) served(text);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', () => failed(new Error(text))); // no effect once it has served
  });
}

it.runIf(process.platform === 'linux')(
  `explains why there is no window and serves the sample under its name${skipReason(process.platform === 'linux' ? undefined : 'a screen is always there')}`,
  async () => {
    const text = await printed();
    expect(text).toContain('There is no screen here: RankLab runs in the browser instead.');
    const url = /API: (http:\S+)/.exec(text)?.[1] ?? '';
    const token = /Bearer ([^”\s]+)/.exec(text)?.[1] ?? '';
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toMatchObject({ status: 'ok', workspace: 'Sample', items_indexed: 1500 });
    expect(readdirSync(join(root, 'data', 'ranklab'))).toEqual(['sample']);
    const recent = JSON.parse(readFileSync(join(root, 'configuration', 'recent-workspaces.json'), 'utf8')) as {
      content: { workspaces: { path: string }[] };
    };
    expect(recent.content.workspaces.map(({ path }) => path)).toEqual([join(root, 'data', 'ranklab', 'sample')]);
  },
);
