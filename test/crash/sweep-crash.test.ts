/** A sweep whose process is killed, and the same sweep again. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import type { SweepOutput } from '#shared/schemas/sweep';
import { buildChild } from './build-child';
import { prepareServing } from './refresh';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-sweep-crash-'));
const workspace = join(folder, 'workspace');
const settings = 16;
let child: string;

beforeAll(async () => {
  child = await buildChild('sweep-child');
  await prepareServing(await Workspace.create(workspace, 'Swept'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inputOf = (more: object): string =>
  JSON.stringify({
    variant: { name: 'A', weights: { popularity: 0.5, freshness: 0.5 }, candidates: { sources: [{ id: 'popular', limit: 40 }] } },
    parameters: ['popularity', 'freshness', 'quality'].map((id) => ({ path: `weights.${id}`, low: 0, high: 1 })),
    settings,
    ...more,
  });

function run(path: string, input: string, killAt: number): { signal: string | null; output: SweepOutput | undefined } {
  const { signal, stdout, stderr } = spawnSync(process.execPath, [child, path, input, String(killAt)], { encoding: 'utf8' });
  if (signal === null && stderr !== '') throw new Error(stderr);
  return { signal, output: stdout === '' ? undefined : (JSON.parse(stdout) as SweepOutput) };
}

it.each([
  ['that learns where to look', { search: 'tpe' }],
  ['that halves', { halving: true }],
])('a sweep %s whose process is killed goes on with what it had measured, to the same result', (_, more) => {
  const [whole, killed] = ['whole', 'killed'].map((name) => {
    const path = join(folder, `${name}-${JSON.stringify(more).replace(/\W/g, '')}`);
    cpSync(workspace, path, { recursive: true });
    return path;
  });
  const uninterrupted = run(whole, inputOf(more), 0).output!;
  expect(run(killed, inputOf(more), 8)).toEqual({ signal: 'SIGKILL', output: undefined });
  const { resumed, statements, ...rest } = run(killed, inputOf(more), 0).output!;
  const { resumed: none, statements: plain, ...expected } = uninterrupted;
  expect(rest).toEqual(expected);
  expect(none).toBe(0);
  expect(resumed).toBeGreaterThanOrEqual(8);
  expect(statements.filter((text) => !plain.includes(text))).toEqual([`${resumed} settings from an earlier run that was interrupted`]);
});
