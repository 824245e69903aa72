import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { skipReason } from '../skip-reason';

/** The state after native/src/training/fill-lists.cc runs out of memory, which cannot be triggered through the addon. */
const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'ranklab-fill-lists-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const faissHere = ['/usr/include', '/usr/local/include'].some((path) => existsSync(join(path, 'faiss/Index.h')));

it.skipIf(!faissHere)(
  `fills lists in row order, and undoes a partial addition when memory runs out${skipReason(faissHere ? undefined : 'FAISS’s headers are not installed')}`,
  ({ skip }) => {
    const program = join(folder, 'fill-lists');
    const sources = ['training/fill-lists.cc', 'threads/parallel.cc', 'threads/threads.cc', 'errors.cc', 'platform/system-posix.cc'].map(
      (name) => join(root, 'native/src', name),
    );
    const compiled = spawnSync(
      process.env['CXX'] ?? 'c++',
      [
        ...['-std=gnu++17', '-O1', '-fopenmp', '-Wall'],
        ...[`-I${join(root, 'native/src')}`, join(root, 'test/native/fill-lists/main.cc'), ...sources],
        ...['-o', program, '-lfaiss', '-lopenblas', '-lgomp', '-ldl', '-pthread'],
      ],
      { encoding: 'utf8' },
    );
    if (compiled.error) skip(`no C++ compiler here (${compiled.error.message})`);
    expect(compiled.status, compiled.stderr).toBe(0);
    const { status, stdout } = spawnSync(program, { encoding: 'utf8' });
    expect(status).toBe(0);
    const onAnyNumberOfThreads = [
      'taken: 1',
      'filled: 5 vectors; [0=1 4=2] [1=11] [2=21] [3=31]',
      'refused: 5 vectors; [0=1 4=2] [1=11] [2=21] [3=31]',
      'again: 10 vectors; [0=1 4=2 8=3] [1=11 5=12 9=13] [2=21 6=22] [3=31 7=32]',
    ];
    expect(stdout.trim().split('\n')).toEqual([...onAnyNumberOfThreads, ...onAnyNumberOfThreads]);
  },
);
