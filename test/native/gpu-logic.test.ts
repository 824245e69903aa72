import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { skipReason } from '../skip-reason';

/**
 * The decisions of native/src/gpu/gpu.cc, run over a stand-in for CUDA and FAISS's GPU library (fake-gpu/) on the CPU. It
 * does not test a device; it tests when the index is copied, what happens without enough memory, and that one thread makes
 * every call.
 */
const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'ranklab-gpu-logic-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const faissHere = ['/usr/include', '/usr/local/include'].some((path) => existsSync(join(path, 'faiss/Index.h')));

it.skipIf(!faissHere)(
  `copies to the GPU, falls back to the CPU and retries${skipReason(faissHere ? undefined : 'FAISS’s headers are not installed')}`,
  ({ skip }) => {
    const program = join(folder, 'gpu-logic');
    const fakes = join(root, 'test/native/fake-gpu');
    const sources = ['gpu/gpu.cc', 'errors.cc'].map((name) => join(root, 'native/src', name));
    const compiled = spawnSync(
      process.env['CXX'] ?? 'c++',
      [
        ...['-std=gnu++17', '-O1', '-fopenmp', '-Wall', '-Wno-deprecated-declarations', '-DRANKLAB_WITH_GPU'],
        ...[`-I${fakes}`, `-I${join(root, 'native/src')}`, join(fakes, 'main.cc'), ...sources],
        ...['-o', program, '-lfaiss', '-lopenblas', '-lgomp', '-pthread'],
      ],
      { encoding: 'utf8' },
    );
    if (compiled.error) skip(`no C++ compiler here (${compiled.error.message})`);
    expect([compiled.status, compiled.stderr]).toEqual([0, '']);
    const { status, stdout } = spawnSync(program, { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      'limits: 2047 2047 cuda:1',
      'first: 0 1 2',
      'before it is told: 0 1 2',
      'after: 10 0 1',
      'copies: 2 made, 1 alive',
      'no room to work in: busy: StandardGpuResources: alloc fail',
      'copies: 0 alive',
      'again: 10 0 1',
      'no room for the index: busy: The index needs 0.0 GB on cuda:1, with what it takes to search, and 0.0 GB are free',
      'a full device: busy: cuda:1 cannot be used: out of memory',
      'listed: 2 Fake 0',
      'a copy on the processor: never: FAISS has no GPU version of this type of index',
      'again: 10 0 1',
      'a type derived from one that is there: never: FAISS has no GPU version of this type of index',
      'at once: alike',
      'threads: 1',
      'left: 0 alive',
      'refused: No GPU: there is no cuda:2, the last one is cuda:1',
      'refused: No GPU: there is no cuda:64, the last one is cuda:1',
      'none: this machine has no CUDA device',
      'fresh: yes yes yes',
      'full: no no yes full; it is tried again later',
      'still full: no no yes',
      'with others that were under way: no no yes',
      'answered: yes yes yes without a problem',
      'full once more: no no yes',
      'never: no no no no such type',
    ]);
  },
);
