import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

it('the GPU part of the addon compiles against the GPU headers of FAISS', ({ skip }) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check-gpu-source.mjs'], { cwd: root, encoding: 'utf8' });
  // Exits with 2 where the source of FAISS is not available.
  if (status === 2) skip(stdout.trim());
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^GPU source compiles against \S+ and (CUDA’s own headers|stand-ins for [\w., ]+)$/m);
}, 300_000);
