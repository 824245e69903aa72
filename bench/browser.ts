/** A separate workspace behind `ranklab serve`, opened in Chromium, for measurements that need the page. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '../scripts/chromium.mjs';

export interface Bench {
  readonly browser: Browser;
  readonly url: string;
  close(): Promise<void>;
}

/** `pipeline`: arguments that create the workspace. */
export async function openBench(pipeline: readonly string[]): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-'));
  const workspace = join(folder, 'w');
  const environment = { ...process.env, RANKLAB_CONFIG_DIR: join(folder, 'configuration') };
  const ranklab = (...args: string[]): string[] => ['scripts/ranklab.mjs', ...args];
  execFileSync(process.execPath, ['scripts/ensure-built.mjs', 'node', 'app'], { stdio: ['ignore', 2, 2] });
  execFileSync(process.execPath, ranklab('pipeline', '--workspace', workspace, '--quiet', ...pipeline), {
    env: environment,
    stdio: ['ignore', 'ignore', 2],
  });
  const child = spawn(process.execPath, ranklab('serve', '--workspace', workspace, '--port', '0'), {
    env: environment,
    stdio: ['ignore', 'pipe', 2],
  });
  const url = await new Promise<string>((found, failed) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      const match = /http:\/\/\S+/.exec((text += chunk.toString()));
      if (match) found(match[0]);
    });
    child.once('exit', (code) => failed(new Error(`ranklab serve ended with ${code}: ${text}`)));
  });
  const executablePath = chromiumPath();
  const browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: chromiumArguments() });
  return {
    browser,
    url,
    close: async () => {
      await browser.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** Processor time of the event, microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

export interface Tasks {
  readonly wallMs: readonly number[];
  readonly cpuMs: readonly number[];
}

/** Main-thread tasks of the page while `work` runs, from Chromium's trace. On a busy machine CPU time is more informative. */
export async function mainThreadTasks(browser: Browser, page: Page, work: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, {
    categories: ['toplevel', '__metadata', 'disabled-by-default-devtools.timeline', 'devtools.timeline'],
  });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  const mains = trace.traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const isMain = (event: TraceEvent): boolean => mains.some(({ pid, tid }) => pid === event.pid && tid === event.tid);
  const tasks = trace.traceEvents.filter((event) => event.ph === 'X' && /(^|::)RunTask$/.test(event.name) && isMain(event));
  return { wallMs: tasks.map(({ dur = 0 }) => dur / 1_000), cpuMs: tasks.map(({ tdur = 0 }) => tdur / 1_000) };
}

/** Durations of tasks, and how many were long enough to notice. */
export function describeTasks({ wallMs, cpuMs }: Tasks): object {
  const over50 = (times: readonly number[]): number => times.filter((time) => time > 50).length;
  return { ...percentiles(wallMs), over50: over50(wallMs), cpu: { ...percentiles(cpuMs), over50: over50(cpuMs) } };
}

export function percentiles(values: readonly number[]): { count: number; p50: number; p95: number; max: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(1));
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}

export const machine = (): object => ({
  cpu: cpus()[0]?.model ?? '',
  cores: cpus().length,
  loadAverage: Number((loadavg()[0] ?? NaN).toFixed(1)),
  node: process.version,
  memoryGb: Number((Number(/MemTotal:\s+(\d+)/.exec(readMemory())?.[1] ?? NaN) / 1e6).toFixed(1)),
});

function readMemory(): string {
  try {
    return readFileSync('/proc/meminfo', 'utf8');
  } catch {
    return '';
  }
}
