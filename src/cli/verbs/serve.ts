import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { startHttpHost } from '#service/adapters/http';
import { handlers } from '#service/handlers/index';
import { createRouter } from '#service/router';
import { wholeNumber } from '../arguments';
import type { OutputOptions } from '../output';
import { withNewOrOpenWorkspace } from '../with-workspace';

interface ServeOptions extends OutputOptions {
  readonly workspace: string;
  readonly port: number;
  readonly token?: string;
  readonly host: string;
}

export function serve(program: Command): void {
  program
    .command('serve')
    .description('Serve the app to a browser and the REST API to programs, on this machine alone.')
    .requiredOption('--workspace <folder>', 'the workspace; created when it does not exist')
    .option('--port <number>', 'port; the next free one is taken when it is in use', wholeNumber(0), 7345)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--token <text>', 'bearer token; one is made for this run otherwise')
    .option('--json', 'print one JSON document with the address and the token')
    .action((options: ServeOptions) =>
      withNewOrOpenWorkspace(options.workspace, async (runtime) => {
        const { shutDown: _shutDown, ...context } = runtime;
        const host = await startHttpHost({
          router: createRouter(handlers),
          context,
          logger: runtime.logger,
          port: options.port,
          host: options.host,
          token: options.token,
          rendererPath: findRenderer(),
        });
        const lines = [
          `RankLab is at ${host.appUrl}`,
          `API: ${host.url} with the header “Authorization: Bearer ${host.token}”; documentation at ${host.url}/docs`,
          'Press Ctrl-C to stop.',
        ];
        process.stdout.write(
          options.json ? `${JSON.stringify({ url: host.url, appUrl: host.appUrl, token: host.token })}\n` : `${lines.join('\n')}\n`,
        );
        await interrupted();
        await host.close();
      }),
    );
}

/** The built interface: beside the bundle, wherever that was put. */
function findRenderer(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'out', 'renderer');
    if (existsSync(join(candidate, 'index.html'))) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
