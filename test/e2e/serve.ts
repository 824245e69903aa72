import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
/** Tests never change the user's list of recent workspaces. */
const configuration = { RANKLAB_CONFIG_DIR: join(tmpdir(), `ranklab-test-configuration-${process.pid}`) };

interface Served {
  /** URL of the pages, with the token of this run: `http://127.0.0.1:PORT/…`. */
  readonly url: string;
  readonly workspace: string;
  /** What the process printed so far. */
  output(): string;
  stop(): Promise<void>;
}

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((done) => child.once('exit', () => done()));

/** Runs `ranklab VERB …` to completion; returns its standard output, throws with its standard error. */
export async function ranklab(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn(process.execPath, ['scripts/ranklab.mjs', ...args], {
    cwd: root,
    env: { ...process.env, ...configuration, ...environment },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await exited(child);
  if (child.exitCode !== 0) throw new Error(`ranklab ${args.join(' ')} ended with ${child.exitCode ?? child.signalCode}:\n${errors}`);
  return output;
}

/** A temporary folder for a test, removed by `discard`. */
export async function temporaryFolder(name: string): Promise<{ path: string; discard: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `ranklab-${name}-`));
  return { path, discard: () => rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }) };
}

/** Starts `ranklab serve` on a workspace and resolves once it has printed its address. */
export async function serve(workspace: string, environment: NodeJS.ProcessEnv = {}, port = '0'): Promise<Served> {
  const child = spawn(process.execPath, ['scripts/ranklab.mjs', 'serve', '--workspace', workspace, '--port', port], {
    cwd: root,
    env: { ...process.env, RANKLAB_CONFIG_DIR: join(dirname(workspace), 'configuration'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((found, failed) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(output);
      if (match) found(match[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => failed(new Error(`ranklab serve ended with ${code} before it was ready:\n${output}`)));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const giveUp = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exited(child);
    clearTimeout(giveUp);
  };
  return { url, workspace, output: () => output, stop };
}
