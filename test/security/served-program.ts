/** `ranklab serve` as an outside client uses it: the built program in a separate process, on a workspace with the sample data. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ranklab } from '../cli/run-cli';

// Relative to the root of the repository, where tests and benches run, because a bundled bench lies elsewhere.
const cli = resolve('out/node/cli.js');

export interface ServedProgram {
  readonly child: ChildProcess;
  readonly url: string;
  readonly token: string;
  readonly folder: string;
  /** Everything the program has written to stderr. */
  log(): string;
  call(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly text: string }>;
  stop(): Promise<void>;
}

interface ServeSettings {
  /** As `ulimit -n` sets it; the system's own otherwise. */
  readonly descriptors?: number;
  readonly arguments?: readonly string[];
  /** Of the generated data. */
  readonly sizes?: { readonly users: number; readonly videos: number; readonly interactions: number };
  /** Added to the program's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Limit of the JavaScript heap; the service crashes beyond it. */
  readonly heapMebibytes?: number;
  /** In which the program's folder is made; the system's folder for temporary files otherwise. */
  readonly parent?: string;
}

/** Makes a small workspace in a new folder, and serves it on a free port. */
export async function serveProgram({ descriptors, heapMebibytes, ...settings }: ServeSettings = {}): Promise<ServedProgram> {
  const folder = mkdtempSync(join(settings.parent ?? tmpdir(), 'ranklab-program-'));
  const workspace = join(folder, 'workspace');
  const { users, videos, interactions } = settings.sizes ?? { users: 60, videos: 80, interactions: 900 };
  const sizes = ['--users', users, '--videos', videos, '--interactions', interactions].map(String);
  const result = ranklab('pipeline', '--workspace', workspace, ...sizes, '--quiet', '--json');
  if (result.status !== 0) throw new Error(`The workspace could not be made: ${result.stderr}`);
  const node = [...(heapMebibytes === undefined ? [] : [`--max-old-space-size=${heapMebibytes}`]), cli];
  const verb = ['serve', '--workspace', workspace, '--port', '0', '--json', ...(settings.arguments ?? [])];
  const limit = descriptors === undefined ? '' : `ulimit -n ${descriptors}; `;
  const child = spawn('bash', ['-c', `${limit}exec "$@"`, 'bash', process.execPath, ...node, ...verb], {
    env: { ...process.env, ...settings.environment, RANKLAB_CONFIG_DIR: join(folder, 'config') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => (log += String(chunk)));
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const { url, token } = await new Promise<{ url: string; token: string }>((done, fail) => {
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
      if (out.includes('\n')) done(JSON.parse(out) as { url: string; token: string });
    });
    void exited.then(() => fail(new Error(`The service ended: ${log}`)));
  });
  return {
    child,
    url,
    token,
    folder,
    log: () => log,
    call: async (method, path, body) => {
      const headers = { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) };
      const answer = await fetch(url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
      return { status: answer.status, text: await answer.text() };
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
