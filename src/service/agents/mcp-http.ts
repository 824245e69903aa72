import { randomUUID } from 'node:crypto';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RankLabError } from '#shared/errors';
import { createMcpServer, type McpOptions } from './mcp-server';

/** Beyond this the least recently used session is closed, so that clients which never close theirs do not leak memory. */
const maxSessions = 100;

/** Streamable HTTP at `/mcp`, behind the host's own guard: token, Host and Origin checks, rate limit. */
export function registerMcp(app: FastifyInstance, options: McpOptions): void {
  const sessions = new Map<string, StreamableHTTPServerTransport>();

  const open = async (): Promise<StreamableHTTPServerTransport> => {
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        sessions.set(id, transport);
        const [oldest] = sessions.keys();
        if (sessions.size > maxSessions && oldest !== undefined) void sessions.get(oldest)?.close();
      },
    });
    transport.onclose = () => void (transport.sessionId !== undefined && sessions.delete(transport.sessionId));
    const server = createMcpServer(options);
    await server.connect(transport);
    return transport;
  };

  /** The session that the request names, marked as most recently used. @throws NOT_FOUND */
  const existing = (id: string): StreamableHTTPServerTransport => {
    const transport = sessions.get(id);
    if (!transport)
      throw new RankLabError('NOT_FOUND', 'This MCP session has ended', { place: 'mcp-session-id', remedy: 'Initialize a new one.' });
    sessions.delete(id);
    sessions.set(id, transport);
    return transport;
  };

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { 'mcp-session-id': id } = request.headers;
    const transport = typeof id === 'string' ? existing(id) : await open();
    reply.hijack();
    await transport.handleRequest(request.raw, reply.raw, request.body);
    if (transport.sessionId === undefined) await transport.close(); // refused before it began
  };
  app.post('/mcp', handle);
  app.get('/mcp', handle);
  app.delete('/mcp', handle);
  app.addHook('preClose', async () => {
    await Promise.all([...sessions.values()].map((transport) => transport.close()));
  });
}
