import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const tests = (folder: string): string => `${folder}/**/*.test.{ts,tsx}`;
/** Pure code: its tests leave nothing behind, so they share processes and loaded modules, which halves their time. */
const pure = ['src/engine', 'src/shared', 'src/renderer'].map(tests);

export default defineConfig({
  test: {
    globalSetup: ['test/build-once.ts'],
    pool: 'forks',
    // The person's own list of recent workspaces is none of the tests' business.
    env: { RANKLAB_CONFIG_DIR: join(tmpdir(), `ranklab-test-config-${process.pid}`) },
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      {
        extends: true,
        test: { name: 'whole', include: ['src', 'native', 'test'].map(tests), exclude: [...pure, 'test/e2e/**', 'node_modules/**'] },
      },
    ],
  },
});
