import { Option, type Command } from 'commander';
import { RankLabError } from '#shared/errors';
import type { RankLabClient } from '#shared/contract/index';
import { createHttpClient } from '#shared/client/http';
import type { LogLevel } from '#service/logger';
import { version } from '#service/version';
import { withNewOrOpenWorkspace } from '../with-workspace';

interface McpVerbOptions {
  readonly workspace?: string;
  readonly url?: string;
  readonly token?: string;
  readonly allowEdits?: boolean;
  readonly logLevel: LogLevel;
}

export function mcp(program: Command): void {
  program
    .command('mcp')
    .description(
      'Serve the workspace to agents over the Model Context Protocol on standard input and output; “serve --mcp” does so over HTTP.',
    )
    .option('--workspace <folder>', 'the workspace; it is locked while this runs')
    .option('--url <address>', 'a running service instead, such as http://127.0.0.1:7345')
    .addOption(new Option('--token <text>', 'the token of that service').env('RANKLAB_TOKEN'))
    .option('--allow-edits', 'offer the tools that change the workspace; each change is listed and can be undone')
    .addOption(
      new Option('--log-level <level>', 'log level; logs are JSON on stderr')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('warn'),
    )
    .action(async (options: McpVerbOptions) => {
      if ((options.workspace === undefined) === (options.url === undefined))
        throw new RankLabError('INVALID_ARGUMENT', 'Give either --workspace or --url', { place: 'mcp' });
      if (options.url !== undefined)
        return onStandardStreams(createHttpClient(`${options.url.replace(/\/+$/, '')}/rpc`, { token: options.token }), options);
      return serveInProcess(options.workspace ?? '', options);
    });
}

async function serveInProcess(workspace: string, options: McpVerbOptions): Promise<void> {
  const [{ handlers }, { createRouter }, { createLocalClient }, { createLogger }] = await Promise.all([
    import('#service/handlers/index'),
    import('#service/rpc/router'),
    import('#service/rpc/in-process'),
    import('#service/pino-logger'),
  ]);
  return withNewOrOpenWorkspace(
    workspace,
    (runtime) => {
      const { logger } = runtime;
      return onStandardStreams(createLocalClient({ router: createRouter(handlers), context: runtime, logger }), options);
    },
    { logger: createLogger({ level: options.logLevel, destination: process.stderr }) },
  );
}

/** Runs until the other side closes its end, or Ctrl-C. */
async function onStandardStreams(client: RankLabClient, { allowEdits }: McpVerbOptions): Promise<void> {
  const [{ createMcpServer }, { StdioServerTransport }] = await Promise.all([
    import('#service/agents/mcp-server'),
    import('@modelcontextprotocol/sdk/server/stdio.js'),
  ]);
  const server = createMcpServer({ client, version, allowEdits: allowEdits === true });
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
}
