import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { readJsonFile, SettingsFile, writeJsonFile } from './settings';

const steps = vi.hoisted(() => [] as string[]);
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const opened = new Map<number, string>();
  return {
    ...real,
    openSync: (path: string, ...rest: [string, number?]) => {
      const file = real.openSync(path, ...rest);
      opened.set(file, path);
      return file;
    },
    fsyncSync: (file: number) => {
      steps.push(`sync ${opened.get(file)}`);
      real.fsyncSync(file);
    },
    renameSync: (from: string, to: string) => {
      steps.push(`rename ${from}`);
      real.renameSync(from, to);
    },
  };
});

const folder = fs.mkdtempSync(join(tmpdir(), 'ranklab-settings-'));
const path = join(folder, 'deep/settings.json');
beforeEach(() => void steps.splice(0));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test('settings and keys are flushed to disk before they replace the old file, and the folder after', () => {
  writeJsonFile(path, { a: 1 });
  const name = process.platform === 'win32' ? [] : [`sync ${dirname(path)}`];
  expect(steps).toEqual([`sync ${path}.new`, `rename ${path}.new`, ...name]);
  expect(readJsonFile(path)).toEqual({ a: 1 });
  if (process.platform !== 'win32') expect(fs.statSync(path).mode & 0o777).toBe(0o600);
});

test('a truncated settings file gives defaults and is replaced', () => {
  fs.writeFileSync(path, '{"dialogFolders": {"a":');
  const settings = new SettingsFile(path);
  expect(settings.value).toEqual({ window: null, dialogFolders: {}, updateFeed: null });
  settings.update({ dialogFolders: { open: '/data' } });
  expect(new SettingsFile(path).value.dialogFolders).toEqual({ open: '/data' });
});
