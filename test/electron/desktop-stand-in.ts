import { chromium, type Browser, type Page } from '@playwright/test';
import { fork } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';
import type { Desktop } from './desktop-handle';

const root = resolve(import.meta.dirname, '../..');

type Report = { readonly endpoint: string } | { readonly id: number; readonly value?: unknown; readonly error?: string };

/** Starts the built shell in Node on the stand-in and connects to its windows. */
export async function launchStandIn(options: { args: string[]; environment: NodeJS.ProcessEnv }): Promise<Desktop> {
  const child = fork(join(root, 'out/main/main.js'), options.args, {
    cwd: root,
    env: options.environment,
    execArgv: ['--import', pathToFileURL(join(root, 'out/stand-in/register.js')).href],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((done) => child.once('exit', () => done()));

  const waiting = new Map<number, (report: { value?: unknown; error?: string }) => void>();
  let count = 0;
  const browser = new Promise<Browser>((connected, failed) => {
    child.on('message', (report: Report) => {
      if ('endpoint' in report) chromium.connectOverCDP(report.endpoint).then(connected, failed);
      else waiting.get(report.id)?.(report);
    });
    child.once('exit', (code) => failed(new Error(`The application ended with ${code}:\n${output}`)));
  });
  // A second instance ends without a window; only callers that wait for a window get the error.
  browser.catch(() => undefined);

  const evaluate = async (work: (electron: never, argument: never) => unknown, argument?: unknown): Promise<unknown> => {
    const id = count++;
    const report = await new Promise<{ value?: unknown; error?: string }>((answered, failed) => {
      waiting.set(id, answered);
      child.send({ id, source: work.toString(), argument }, (error) => error && failed(error));
    });
    if (report.error !== undefined) throw new Error(report.error);
    return report.value;
  };
  const windows = async (): Promise<Page[]> => {
    const pages = (await browser).contexts()[0]?.pages() ?? [];
    return pages.filter((page) => page.url().startsWith('https://'));
  };

  return {
    firstWindow: async () => {
      for (;;) {
        const [first] = await windows();
        if (first) return first;
        await new Promise((wait) => setTimeout(wait, 20));
      }
    },
    windows,
    evaluate: evaluate,
    output: () => output,
    pid: child.pid!,
    ended,
    quit: async () => {
      child.send({ id: count++, source: '({ app }) => app.quit()', argument: undefined });
      await ended;
    },
  };
}
