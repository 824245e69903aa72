import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const tests = (folder: string): string => `${folder}/**/*.test.{ts,tsx}`;

/** Their tests leave no state in the process, so they share processes and loaded modules, which halves their time. */
const shared = [
  ...['src/engine', 'src/shared', 'src/renderer', 'src/service'],
  ...['test/golden', 'test/import-cases', 'test/pipeline', 'test/report', 'test/traps'],
].map(tests);
/** Replaces what the addon reports while it is loaded. */
const alone = 'src/service/ann/faiss-status.test.ts';

export default defineConfig({
  test: {
    globalSetup: ['test/build-once.ts'],
    pool: 'forks',
    // The default leaves one core idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    // The person's own list of recent workspaces is none of the tests' business.
    env: { RANKLAB_CONFIG_DIR: join(tmpdir(), `ranklab-test-config-${process.pid}`) },
    // For the busiest of machines: only what waits for ever ends here. A test with more to do states its own.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'shared', include: shared, exclude: [alone], isolate: false } },
      {
        extends: true,
        test: {
          name: 'isolated',
          include: [...['src', 'native', 'test'].map(tests), alone],
          exclude: [
            ...shared.filter((pattern) => !pattern.startsWith('src/service')),
            'src/service/**/!(faiss-status).test.ts',
            'test/e2e/**',
          ],
        },
      },
    ],
  },
});
