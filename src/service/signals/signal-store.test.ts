import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { NamedSignal } from '#shared/schemas/signal';
import { nodeFileOperations } from '../storage/files/file-operations';
import { SignalStore } from './signal-store';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-signals-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const open = (): SignalStore => new SignalStore(nodeFileOperations, folder, () => 5);
const margin: NamedSignal = { id: 'margin', kind: 'column', params: { column: 'margin' }, direction: 'higher', knownAt: null };

it('stores definitions, and undoes changes one by one, also after a restart', async () => {
  await open().define(margin);
  await open().define({ ...margin, knownAt: 'static' });
  await open().remove('margin');
  expect(await open().list()).toEqual([]);
  expect(await open().undo()).toMatchObject({ id: 'margin', after: null });
  expect(await open().get('margin')).toMatchObject({ knownAt: 'static' });
  await open().undo();
  expect(await open().get('margin')).toEqual(margin);
  await open().undo();
  await expect(open().get('margin')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(open().undo()).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('rejects names of built-in signals, unknown kinds and invalid parameters, naming the place', async () => {
  const refused = (signal: NamedSignal) => expect(open().define(signal)).rejects;
  await refused({ ...margin, id: 'popularity' }).toMatchObject({ details: { place: 'signals.popularity' } });
  await refused({ ...margin, kind: 'nosuch' }).toMatchObject({ details: { place: 'signals.margin.kind' } });
  await refused({ ...margin, params: { colunm: 'x' } }).toMatchObject({
    details: { place: expect.stringContaining('signals.margin.params') as string },
  });
  expect(await open().list()).toEqual([]);
});
