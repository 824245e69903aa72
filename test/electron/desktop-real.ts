import { _electron } from '@playwright/test';
import { resolve } from 'node:path';
import type { Desktop, ElectronModule } from './desktop-handle';

const root = resolve(import.meta.dirname, '../..');

/** Starts Electron itself on the built application. Needs its binary, and a display (xvfb-run where there is none). */
export async function launchReal(options: { args: string[]; environment: NodeJS.ProcessEnv }): Promise<Desktop> {
  const application = await _electron.launch({
    cwd: root,
    args: ['.', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...options.args],
    env: options.environment as Record<string, string>,
  });
  const child = application.process();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const evaluate = (work: (electron: ElectronModule, argument: unknown) => unknown, argument?: unknown): Promise<unknown> =>
    application.evaluate(work as never, argument);
  return {
    firstWindow: () => application.firstWindow(),
    windows: async () => application.windows(),
    evaluate: evaluate,
    output: () => output,
    pid: child.pid!,
    ended,
    quit: async () => {
      await application.evaluate(({ app }) => app.quit()).catch(() => undefined);
      await ended;
    },
  };
}
