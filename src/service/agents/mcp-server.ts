import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { RankLabClient } from '#shared/contract/index';
import { visible } from '#shared/visible';
import { asRankLabError, errorPayload } from '../errors';
import { agentTools } from './registry';
import type { AgentTool, ToolCall } from './tool';

export interface McpOptions {
  readonly client: RankLabClient;
  readonly version: string;
  /** Offer the tools that change the workspace. */
  readonly allowEdits: boolean;
}

/**
 * JSON that MCP clients and their models can read: NaN, infinities and undefined as null, typed arrays as lists. Marks that reorder or hide text
 * are escaped, because clients show it as it is.
 */
const asText = (value: unknown): string =>
  visible(
    JSON.stringify(
      value ?? null,
      (_key, item: unknown) => (ArrayBuffer.isView(item) ? Array.from(item as unknown as ArrayLike<number>) : item),
      1,
    ),
  );

/** The MCP server over the contract; one per connection. */
export function createMcpServer({ client, version, allowEdits }: McpOptions): McpServer {
  const server = new McpServer(
    { name: 'ranklab', version },
    {
      instructions:
        'Offline experiments with recommendation ranking. Verdicts are corrected for every comparison made; each look at the test part is counted and weakens later verdicts, so compare to test a hypothesis, not to search. ' +
        (allowEdits ? 'Changes are listed under your name and can be undone.' : 'This server is read-only.'),
    },
  );
  for (const tool of agentTools) if (allowEdits || tool.effect !== 'edits') register(server, tool, client);
  registerResources(server, client);
  return server;
}

function register(server: McpServer, tool: AgentTool, client: RankLabClient): void {
  const { name, title, description, input, effect } = tool;
  const annotations = { readOnlyHint: effect !== 'edits', destructiveHint: false, openWorldHint: false };
  server.registerTool(name, { title, description, inputSchema: input, annotations }, async (args, extra) => {
    const token = extra._meta?.progressToken;
    const call: ToolCall = {
      client,
      agent: server.server.getClientVersion()?.name ?? 'an agent',
      signal: extra.signal,
      progress: (fraction, detail) => {
        if (token === undefined) return;
        const params = { progressToken: token, progress: fraction, total: 1, message: detail };
        void extra.sendNotification({ method: 'notifications/progress', params }).catch(() => undefined);
      },
    };
    try {
      return { content: [{ type: 'text' as const, text: asText(await tool.run(args, call)) }] };
    } catch (error) {
      return { isError: true, content: [{ type: 'text' as const, text: asText({ error: errorPayload(asRankLabError(error)) }) }] };
    }
  });
}

/** What an agent may read without a tool: definitions of every metric, and saved experiments. */
function registerResources(server: McpServer, client: RankLabClient): void {
  const json = (uri: URL, value: unknown) => ({ contents: [{ uri: uri.href, mimeType: 'application/json', text: asText(value) }] });
  server.registerResource(
    'definitions',
    'ranklab://definitions',
    { title: 'Definitions of the metrics', mimeType: 'application/json' },
    async (uri) => {
      const { metrics, metricConventions } = await client.system.registries();
      return json(uri, { conventions: metricConventions, metrics });
    },
  );
  const experiments = new ResourceTemplate('ranklab://experiments/{id}', {
    list: async () => {
      const { experiments: saved } = await client.experiment.list({ limit: 200 });
      return { resources: saved.map(({ id, name }) => ({ uri: `ranklab://experiments/${encodeURIComponent(id)}`, name })) };
    },
  });
  server.registerResource('experiment', experiments, { title: 'A saved experiment', mimeType: 'application/json' }, async (uri, { id }) =>
    json(uri, await client.experiment.get({ id: decodeURIComponent(String(id)) })),
  );
}
