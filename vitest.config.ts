import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'native/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    globalSetup: ['test/build-once.ts'],
    pool: 'forks',
    // The person's own list of recent workspaces is none of the tests' business.
    env: { RANKLAB_CONFIG_DIR: join(tmpdir(), `ranklab-test-config-${process.pid}`) },
    testTimeout: 30_000,
  },
});
