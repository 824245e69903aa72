import { Option, type Command } from 'commander';
import { findRenderer } from '#service/bundle-files';
import type { FastifyInstance } from 'fastify';
import type { LogLevel } from '#service/logger';
import type { Runtime } from '#service/runtime';
import { StageTimes } from '#service/recommend/stage-times';
import { keptToken } from '#service/workspace/kept-token';
import { Roots } from '#service/workspace/roots';
import { wholeNumber } from '../arguments';
import type { OutputOptions } from '../output';
import { chosenFolder, withNewOrOpenWorkspace, withWorkspace } from '../with-workspace';

interface ServeOptions extends OutputOptions {
  readonly workspace?: string;
  readonly snapshot?: string;
  readonly port: number;
  readonly token?: string;
  readonly newToken?: boolean;
  readonly host: string;
  readonly strictPort?: boolean;
  readonly root: string[];
  readonly allowHost: string[];
  readonly allowOrigin: string[];
  readonly logLevel: LogLevel;
  readonly mcp?: boolean;
  readonly mcpEdits?: boolean;
}

/** Dependencies of this verb only, loaded lazily because they would slow other verbs by a third. */
async function serving() {
  const [http, { handlers }, { createRouter }, { createLogger }] = await Promise.all([
    import('#service/http/host'),
    import('#service/handlers/index'),
    import('#service/rpc/router'),
    import('#service/pino-logger'),
  ]);
  return { startHttpHost: http.startHttpHost, handlers, createRouter, createLogger };
}

export function serve(program: Command): void {
  program
    .command('serve')
    .description('Serve the application to browsers and the REST API to programs, on this machine only.')
    .option('--workspace <folder>', 'the workspace; created when it does not exist')
    .option('--snapshot <folder>', 'a snapshot of a workspace: read only, beside other processes that serve it')
    .option('--port <number>', 'port; if it is in use, the next free one', wholeNumber(0), 7345)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(new Option('--token <text>', 'bearer token; otherwise one is made once per workspace').env('RANKLAB_TOKEN'))
    .option('--new-token', 'make a new token: pages and programs with the old one are no longer admitted')
    .option('--strict-port', 'fail when the port is taken')
    .option('--root <folder...>', 'requests may name files and workspaces only in these folders and in the workspace', [])
    .option('--allow-host <name...>', 'another host name this service answers to, such as that of a proxy', [])
    .option('--allow-origin <origin...>', 'another site whose pages may call, such as https://notebook.example', [])
    .addOption(
      new Option('--log-level <level>', 'log level; logs are JSON on stderr')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('warn'),
    )
    .option('--mcp', 'serve agents too: the Model Context Protocol at /mcp, read-only')
    .option('--mcp-edits', 'as --mcp, with the tools that change the workspace; each change is listed and can be undone')
    .option('--json', 'print one JSON document with the address and the token')
    .action(serveUntilInterrupted);
}

async function serveUntilInterrupted(options: ServeOptions): Promise<void> {
  const { startHttpHost, handlers, createRouter, createLogger } = await serving();
  const folder = chosenFolder(options, 'serve');
  return (options.snapshot === undefined ? withNewOrOpenWorkspace : withWorkspace)(
    folder,
    async (runtime) => {
      const host = await startHttpHost({
        router: createRouter(handlers),
        context: {
          ...runtime,
          stages: new StageTimes(),
          ...(options.root.length > 0 && { roots: new Roots([folder, ...options.root]) }),
        },
        logger: runtime.logger,
        port: options.port,
        strictPort: options.strictPort ?? false,
        host: options.host,
        token: options.token ?? (await keptToken(folder, { renew: options.newToken === true })),
        allowedHosts: options.allowHost,
        allowedOrigins: options.allowOrigin,
        rendererPath: findRenderer(),
        extend: options.mcp || options.mcpEdits ? await agentRoutes(runtime, options.mcpEdits === true) : undefined,
      });
      const lines = [
        `RankLab is at ${host.appUrl}`,
        `API: ${host.url} with the header “Authorization: Bearer ${host.token}”; documentation at ${host.url}/docs`,
        'Press Ctrl-C to stop.',
      ];
      process.stdout.write(
        options.json ? `${JSON.stringify({ url: host.url, appUrl: host.appUrl, token: host.token })}\n` : `${lines.join('\n')}\n`,
      );
      // The models are loaded now, so that the first list need not wait for them.
      await runtime.session
        .current()
        .models.serving()
        .catch(() => undefined);
      runtime.session.keepSchedules();
      await interrupted();
      await host.close();
    },
    { logger: createLogger({ level: options.logLevel }) },
  );
}

/** The routes of the Model Context Protocol, loaded on demand. */
async function agentRoutes(runtime: Runtime, allowEdits: boolean): Promise<(app: FastifyInstance) => void> {
  const [{ registerMcp }, { createLocalClient }, { handlers }, { createRouter }] = await Promise.all([
    import('#service/agents/mcp-http'),
    import('#service/rpc/in-process'),
    import('#service/handlers/index'),
    import('#service/rpc/router'),
  ]);
  const client = createLocalClient({ router: createRouter(handlers), context: runtime, logger: runtime.logger });
  return (app) => registerMcp(app, { client, version: runtime.version, allowEdits });
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
