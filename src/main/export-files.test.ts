import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askToReplace, writeFiles } from './export-files';

const showMessageBox = vi.hoisted(() => vi.fn());
vi.mock('electron', () => ({ dialog: { showMessageBox } }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ranklab-export-'));
  showMessageBox.mockReset();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const window = {} as BrowserWindow;

test('writes text and bytes completely and leaves no temporary file', async () => {
  await writeFiles([
    { path: join(folder, 'a.csv'), content: 'id\n007\n' },
    { path: join(folder, 'b.bin'), content: Uint8Array.of(0, 255) },
  ]);
  expect(readdirSync(folder).sort()).toEqual(['a.csv', 'b.bin']);
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('id\n007\n');
  expect([...readFileSync(join(folder, 'b.bin'))]).toEqual([0, 255]);
});

test('writes no file and keeps the old ones if one cannot be written', async () => {
  writeFileSync(join(folder, 'a.csv'), 'old');
  const files = [
    { path: join(folder, 'a.csv'), content: 'new' },
    { path: join(folder, 'missing/b.csv'), content: 'new' },
  ];
  await expect(writeFiles(files)).rejects.toThrow(/ENOENT/);
  expect(readdirSync(folder)).toEqual(['a.csv']);
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('old');
});

test('asks only before replacing a file', async () => {
  const files = ['a.csv', 'b.csv'].map((name) => ({ path: join(folder, name), content: '' }));
  expect(await askToReplace(window, files)).toBe(true);
  expect(showMessageBox).not.toHaveBeenCalled();
  writeFileSync(join(folder, 'b.csv'), 'old');
  showMessageBox.mockResolvedValueOnce({ response: 0 }).mockResolvedValueOnce({ response: 1 });
  expect(await askToReplace(window, files)).toBe(false);
  expect(await askToReplace(window, files)).toBe(true);
  expect(showMessageBox.mock.calls[0]?.[1]).toMatchObject({ message: 'Replace b.csv?' });
});
