import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRankLabError } from '#shared/errors';
import { ArtifactStore } from '#service/storage/files/artifact-store';
import { EventLog } from '#service/storage/log/event-log';
import { PeekingLedger } from '#service/storage/ledger/peeking-ledger';
import { StateStore } from '#service/storage/files/state-store';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { Workspace } from '#service/workspace/stored-workspace';
import { FaultyFiles, type FaultCode } from './faulty-files';
import { sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

const codes: readonly FaultCode[] = ['EIO', 'ENOSPC', 'EACCES', 'EMFILE'];

interface Trial {
  /** Runs with the failing operations; rejects when the failure reaches the caller. */
  attempt(files: FaultyFiles, folder: string): Promise<void>;
  /** Reads the state with healthy operations: 'old', 'new', or anything else for a mixture. */
  look(folder: string): Promise<string>;
}

/** Fails operation 1, 2, … until the attempt has fewer operations; after each failure the state is the old or the new one. */
async function failAtEveryStep(start: string, trial: Trial, cases: readonly { code: FaultCode; permanent: boolean }[]): Promise<number> {
  let failures = 0;
  for (const { code, permanent } of cases) {
    for (let failAt = 1; ; failAt++) {
      const folder = `${start}-copy`;
      rmSync(folder, { recursive: true, force: true });
      cpSync(start, folder, { recursive: true });
      const files = new FaultyFiles({ failAt, code, permanent });
      let failure: unknown;
      await trial.attempt(files, folder).catch((error: unknown) => (failure = error));
      const where = `${code} ${permanent ? 'for ever' : 'once'} at operation ${failAt}: ${files.seen[failAt - 1] ?? 'never reached'}`;
      const state = await trial.look(folder);
      expect(['old', 'new'], where).toContain(state);
      if (failure === undefined) expect(state, where).toBe('new');
      else {
        failures++;
        expect(isRankLabError(failure), where).toBe(true);
        if (code === 'ENOSPC') expect((failure as { code: string }).code, where).toBe('DISK_FULL');
      }
      if (files.count < failAt) break;
    }
  }
  return failures;
}

/** Every code once; two of them also as permanent failures. */
const faultCases = [
  ...codes.map((code) => ({ code, permanent: false })),
  { code: 'EIO', permanent: true },
  { code: 'ENOSPC', permanent: true },
] as const;

describe('a failing disk leaves the old state or the new one', () => {
  it('when artifacts are written together', async () => {
    const start = join(temporaryFolder(), 'artifacts');
    const write = async (store: ArtifactStore, value: number): Promise<void> =>
      store.writeAll([
        { name: 'serving/factors', header: { kind: 'factors', inputs: {} }, arrays: { values: new Float32Array(1000).fill(value) } },
        { name: 'serving/index', header: { kind: 'index', inputs: {} }, arrays: { bytes: new Uint8Array(500).fill(value) } },
      ]);
    await write(await ArtifactStore.open(nodeFileOperations, start), 1);
    const failures = await failAtEveryStep(
      start,
      {
        attempt: async (files, folder) => {
          const plan = files.plan;
          files.plan = undefined;
          const store = await ArtifactStore.open(files.operations, folder);
          files.plan = plan;
          files.count = 0;
          files.seen.length = 0;
          await write(store, 2);
        },
        look: async (folder) => {
          const store = await ArtifactStore.open(nodeFileOperations, folder);
          const values = [
            (await store.read('serving/factors')).arrays['values'][999],
            (await store.read('serving/index')).arrays['bytes'][499],
          ];
          const left = readdirSync(join(folder, 'serving'));
          if (left.length !== 2) return `left-overs: ${left.join(', ')}`;
          return values[0] !== values[1] ? 'mixture' : values[0] === 1 ? 'old' : 'new';
        },
      },
      faultCases,
    );
    expect(failures).toBeGreaterThan(50);
  });

  it('when a state document is saved', async () => {
    const start = join(temporaryFolder(), 'state');
    await new StateStore(nodeFileOperations, start).save('lab', 'old');
    await failAtEveryStep(
      start,
      {
        attempt: (files, folder) => new StateStore(files.operations, folder).save('lab', 'new'),
        look: async (folder) => String(await new StateStore(nodeFileOperations, folder).load('lab')),
      },
      faultCases,
    );
  });

  it('when events are logged: acknowledged ones are stored, rejected ones are not', async () => {
    const start = join(temporaryFolder(), 'log');
    const first = await EventLog.open<string>(nodeFileOperations, start);
    await first.append(['old']);
    await first.close();
    for (const { code, permanent } of faultCases) {
      for (let failAt = 1; ; failAt++) {
        const folder = `${start}-copy`;
        rmSync(folder, { recursive: true, force: true });
        cpSync(start, folder, { recursive: true });
        const files = new FaultyFiles();
        const log = await EventLog.open<string>(files.operations, folder);
        files.count = 0;
        files.plan = { failAt, code, permanent };
        const acknowledged = ['old'];
        for (const event of ['a', 'b', 'c']) {
          await log.append([event]).then(
            () => acknowledged.push(event),
            () => {},
          );
        }
        await log.close().catch(() => {});
        const after = await EventLog.open<string>(nodeFileOperations, folder);
        const found = after.pending.map((record) => record.event);
        // If a group can be neither written nor cut back, its record may remain; it never replaces another.
        expect(found, `${code} at ${failAt}`).toEqual(expect.arrayContaining(acknowledged));
        if (!permanent) expect(found, `${code} at ${failAt}`).toEqual(acknowledged);
        await after.close();
        if (files.count < failAt) break;
      }
    }
  });

  it('when the data is saved', async () => {
    const start = join(temporaryFolder(), 'workspace');
    const created = await Workspace.create(start, 'Faults');
    await created.data.saveDataset(sampleDataset('old'), 'first');
    await created.close();
    const failures = await failAtEveryStep(
      start,
      {
        attempt: async (files, folder) => {
          const plan = files.plan;
          files.plan = undefined;
          const workspace = await Workspace.open(folder, { files: files.operations });
          files.plan = plan;
          files.count = 0;
          files.seen.length = 0;
          try {
            await workspace.data.saveDataset(sampleDataset('new'), 'second');
          } finally {
            files.plan = undefined;
            await workspace.close();
          }
        },
        look: async (folder) => {
          const workspace = await Workspace.open(folder);
          const summary = (await workspace.data.summary())!;
          const dataset = (await workspace.data.loadDataset())!;
          await workspace.close();
          return dataset.fingerprint === sampleDataset(summary.name).fingerprint ? summary.name : 'mixture';
        },
      },
      [{ code: 'EIO', permanent: false }],
    );
    expect(failures).toBeGreaterThan(10);
  });

  it('when a workspace is opened', async () => {
    const start = join(temporaryFolder(), 'workspace');
    const created = await Workspace.create(start, 'Faults');
    await created.data.saveDataset(sampleDataset('new'), 'first');
    await created.close();
    for (let failAt = 1; ; failAt++) {
      const files = new FaultyFiles({ failAt, code: codes[failAt % 4] });
      const opened = await Workspace.open(start, { files: files.operations }).catch((error: unknown) => error);
      if (opened instanceof Workspace) await opened.close();
      else expect(isRankLabError(opened), `operation ${failAt}: ${files.seen[failAt - 1]} ${String(opened)}`).toBe(true);
      const again = await Workspace.open(start);
      expect((await again.data.summary())!.name).toBe('new');
      await again.close();
      if (files.count < failAt) break;
    }
  });

  it('when an import runs', async () => {
    const start = join(temporaryFolder(), 'workspace');
    const created = await Workspace.create(start, 'Faults');
    await created.data.saveDataset(sampleDataset('old'), 'first');
    await created.close();
    const { writeFileSync } = await import('node:fs');
    const source = join(temporaryFolder(), 'new.csv');
    writeFileSync(source, 'user,video,value\nu,v,1\nu,v2,bad\nu2,v,3\n');
    await failAtEveryStep(
      start,
      {
        attempt: async (files, folder) => {
          const plan = files.plan;
          files.plan = undefined;
          const workspace = await Workspace.open(folder, { files: files.operations });
          files.plan = plan;
          files.count = 0;
          files.seen.length = 0;
          try {
            await workspace.importer.importFiles({
              interactions: source,
              map: { user: 'user', video: 'video', value: 'value' },
              mode: 'replace',
              options: { rejectLimit: 1, unknownIds: 'add' },
            });
          } finally {
            files.plan = undefined;
            await workspace.close();
          }
        },
        look: async (folder) => {
          const workspace = await Workspace.open(folder);
          const { name, interactions } = (await workspace.data.summary())!;
          await workspace.close();
          const temporaries = existsSync(join(folder, 'exports')) ? readdirSync(join(folder, 'exports')) : [];
          if (temporaries.some((file) => file.endsWith('tmp'))) return 'left-overs';
          return name === 'old' && interactions === 6 ? 'old' : name === 'new' && interactions === 3 ? 'new' : 'mixture';
        },
      },
      [{ code: 'ENOSPC', permanent: false }],
    );
  });

  it('when a look at the test side is recorded: a look that cannot be counted is refused', async () => {
    const folder = temporaryFolder();
    const files = new FaultyFiles();
    const ledger = await PeekingLedger.open(files.operations, folder);
    const part = { rule: 'rule', cut: '', startMs: 1, endMs: null, fingerprint: 'split' };
    expect(ledger.recordLook(part, 'a', 3)).toBe(1);
    files.plan = { failAt: files.count + 1, code: 'EIO' };
    expect(() => ledger.recordLook(part, 'b', 3)).toThrow(/EIO/);
    expect(ledger.recordLook(part, 'c', 6)).toBe(2);
    const again = await PeekingLedger.open(nodeFileOperations, folder);
    expect(again.looks(part)).toBe(2);
    expect(readFileSync(join(folder, 'looks.log'), 'utf8')).toMatch(/^v2 rule - 1 - split a 3 \d+\nv2 rule - 1 - split c 6 \d+\n$/);
  });
});
