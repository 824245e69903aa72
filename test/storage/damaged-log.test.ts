/** Damage of the log is preserved, reported with line and reason, and distinguished from writes that a crash interrupted. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { SetAside } from '#service/storage/files/set-aside';
import { EventLog } from '#service/storage/log/event-log';
import { Workspace } from '#service/workspace/stored-workspace';
import { temporaryFolder } from './temporary-folder';

let path = '';
const log = (): string => join(path, 'log');
const segments = (): string[] => readdirSync(log()).filter((name) => name.endsWith('.jsonl'));
const newest = (): string => join(log(), segments().at(-1) ?? '');

beforeEach(async () => {
  path = join(temporaryFolder(), 'w');
  const workspace = await Workspace.create(path, 'Damaged');
  for (let i = 0; i < 20; i++) await workspace.data.appendInteractions([{ userId: `u${i}`, videoId: 'v', kind: 'view', timestampMs: i }]);
  await workspace.close();
  expect(segments()).toHaveLength(1);
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

/** The users whose lines were read and the problems with other lines, after opening and after reopening. */
async function reopened(): Promise<{ users: string[]; problems: string[] }> {
  const open = async () => {
    const workspace = await Workspace.open(path);
    const users = (await workspace.data.loadDataset())?.users.ids.ids ?? [];
    const problems = workspace.info.problems.map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
    await workspace.close();
    return { users: [...users], problems };
  };
  const first = await open();
  expect(await open()).toEqual(first);
  return first;
}

describe('a damaged log', () => {
  it('reports the line that does not match its checksum, and keeps the segment', async () => {
    const file = newest();
    const bytes = readFileSync(file);
    const at = bytes.indexOf('"u7"');
    bytes[at + 1] = (bytes[at + 1] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const { users, problems } = await reopened();
    expect(users).toHaveLength(19);
    expect(users).not.toContain('u7');
    // The first line names the segment.
    expect(problems).toEqual(['log/000000000000001.jsonl:9: the line does not match its checksum']);
    expect(readFileSync(join(path, 'set-aside/log-000000000000001.jsonl'))).toEqual(bytes);
  });

  it('reports an emptied segment', async () => {
    writeFileSync(newest(), '');
    const { problems } = await reopened();
    expect(problems).toEqual(['log/000000000000001.jsonl:null: the file is empty: its content is lost']);
  });

  it('is distinguished from the empty segment that earlier versions left after a clean rotation', async () => {
    const workspace = await Workspace.open(path);
    expect((await workspace.data.users({ offset: 0, limit: 1, search: '' })).total).toBe(20);
    await workspace.close();
    // The segment that earlier versions left: named by the next number, with no lines and no segment head.
    for (const name of readdirSync(log())) rmSync(join(log(), name));
    writeFileSync(join(log(), '000000000000021.jsonl'), '');
    const { users, problems } = await reopened();
    expect(problems).toEqual([]);
    expect(users).toHaveLength(20);
    const again = await Workspace.open(path);
    await again.data.appendInteractions([{ userId: 'u20', videoId: 'v', kind: 'view', timestampMs: 20 }]);
    await again.close();
    expect((await reopened()).users).toHaveLength(21);
    writeFileSync(newest(), '');
    expect((await reopened()).problems).toEqual([expect.stringMatching(/jsonl:null: the file is empty/)]);
  });

  it('reports the missing records of an emptied segment from an earlier version', async () => {
    rmSync(join(log(), 'segments-have-heads'));
    const last = join(log(), '000000000000030.jsonl');
    writeFileSync(newest(), '');
    writeFileSync(last, '');
    expect((await reopened()).problems).toEqual([expect.stringMatching(/records 1 to 29 are missing at its end/)]);
  });

  it('reports a missing segment, or missing lines of it', async () => {
    const file = newest();
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [...lines.slice(0, 3), ...lines.slice(5)].join('\n'));
    expect((await reopened()).problems).toEqual(['log/000000000000001.jsonl:4: records 3 to 4 are missing before it']);
  });

  it('applies no record twice', async () => {
    const file = newest();
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [...lines.slice(0, 6), ...lines.slice(3, 6), ...lines.slice(6)].join('\n'));
    const { users, problems } = await reopened();
    expect(users).toHaveLength(20);
    expect(problems).toEqual([7, 8, 9].map((line) => `log/000000000000001.jsonl:${line}: the record repeats number ${line - 4}`));
  });

  it('is distinguished from a record that was incomplete when the process was killed', async () => {
    const file = newest();
    const bytes = readFileSync(file);
    for (const torn of [bytes.subarray(0, bytes.length - 9), Buffer.concat([bytes, Buffer.alloc(512)])]) {
      writeFileSync(file, torn);
      const workspace = await Workspace.open(path);
      expect(workspace.info.problems).toEqual([]);
      await workspace.close();
    }
  });

  it('with a damaged last line is distinguished from an incomplete one', async () => {
    const file = newest();
    const bytes = readFileSync(file);
    bytes[bytes.length - 4] = 0x7e;
    writeFileSync(file, bytes);
    expect((await reopened()).problems).toEqual(['log/000000000000001.jsonl:21: the line does not match its checksum']);
  });

  it('keeps the record whose final line feed is damaged', async () => {
    const file = newest();
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = 0x0b;
    writeFileSync(file, bytes);
    const { users, problems } = await reopened();
    expect(users).toHaveLength(20);
    expect(problems).toEqual(['log/000000000000001.jsonl:21: the end of the line is damaged; its record is intact']);
  });

  it('accepts new records, which survive a restart, and is no longer reported once dismissed', async () => {
    writeFileSync(newest(), '');
    const workspace = await Workspace.open(path);
    await workspace.data.appendInteractions([{ userId: 'new', videoId: 'v', kind: 'view' }]);
    await workspace.setAside.dismiss();
    await workspace.close();
    const { users, problems } = await reopened();
    expect([users, problems]).toEqual([['new'], []]);
    expect(existsSync(join(path, 'set-aside/log-000000000000001.jsonl'))).toBe(true);
  });
});

it('a log without one of its segments reports the missing records', async () => {
  const folder = join(temporaryFolder(), 'w');
  mkdirSync(folder);
  const setAside = await SetAside.open(nodeFileOperations, folder);
  for (const part of ['a', 'b', 'c']) {
    const events = await EventLog.open<string>(nodeFileOperations, join(folder, 'log'), { after: 0, setAside });
    await events.append([`${part}1`, `${part}2`]);
    await events.close();
  }
  rmSync(join(folder, 'log/000000000000003.jsonl'));
  const events = await EventLog.open<string>(nodeFileOperations, join(folder, 'log'), { after: 0, setAside });
  expect(events.pending.map(({ event }) => event)).toEqual(['a1', 'a2', 'c1', 'c2']);
  expect(setAside.list().map(({ reason }) => reason)).toEqual(['records 3 to 4 are missing at its end']);
});
