/** The two servers that are compared, each in a separate process. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const sizes = { users: 5_000, videos: 10_000, interactions: 100_000, factors: 50, seed: 42 };
const flags = Object.entries(sizes).flatMap(([name, value]) => [`--${name}`, String(value)]);
export const python = process.env['RANKLAB_PYTHON'] ?? '/usr/bin/python3';

export interface Server {
  readonly url: string;
  readonly token: string | undefined;
  rssBytes(): number;
  /** CPU time of all its threads so far; NaN where it cannot be read. */
  cpuMs(): number;
  stop(): Promise<void>;
}

function residentBytes(child: ChildProcess): number {
  const text = execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' });
  return Number(text) * 1_024;
}

/** From Linux's /proc: user and system time in ticks of ten milliseconds, after the program's name in brackets. */
function cpuMs(child: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return NaN;
  }
}

async function ready(child: ChildProcess): Promise<{ url: string; token?: string }> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      const line = output.split('\n').find((each) => each.startsWith('{'));
      if (line !== undefined) resolve(JSON.parse(line) as { url: string; token?: string });
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${output}`)));
  });
}

function asServer(child: ChildProcess, { url, token }: { url: string; token?: string }, cleanUp: () => void): Server {
  return {
    url,
    token,
    rssBytes: () => residentBytes(child),
    cpuMs: () => cpuMs(child),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      cleanUp();
    },
  };
}

/** A workspace of `sizes`, built, served by `ranklab serve`. */
export async function ours(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-'));
  const cleanUp = (): void => rmSync(folder, { recursive: true, force: true });
  const workspace = join(folder, 'w');
  execFileSync(process.execPath, ['scripts/ranklab.mjs', 'pipeline', '--workspace', workspace, ...flags, '--quiet', '--json'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const child = spawn(process.execPath, ['scripts/ranklab.mjs', 'serve', '--workspace', workspace, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return asServer(child, await ready(child), cleanUp);
}

/** The same sizes in FastAPI, uvicorn, pandas and FAISS, one worker. */
export async function peer(): Promise<Server> {
  const child = spawn(python, ['bench/peers/serve_peer.py', ...flags], { stdio: ['ignore', 'pipe', 'ignore'] });
  return asServer(child, await ready(child), () => undefined);
}
