import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface CliOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

// Relative to the root of the repository, where tests and benches run, because a bundled bench lies elsewhere.
const cli = resolve('out/node/cli.js');

/** Runs the built command line in a separate process. */
export const ranklab = (...args: string[]): CliOutcome => ranklabIn(process.cwd(), ...args);

/** Runs it in another working directory. */
export function ranklabIn(cwd: string, ...args: string[]): CliOutcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd,
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 2 ** 28,
    env: { ...process.env, RANKLAB_CONFIG_DIR: join(tmpdir(), 'ranklab-test-config') },
  });
  return { status, stdout, stderr };
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'ranklab-cli-'));
