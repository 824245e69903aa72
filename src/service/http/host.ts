import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { RankLabError } from '#shared/errors';
import type { ServiceContext } from '../context';
import type { Logger } from '../logger';
import type { AreaContracts, ServiceRouter } from '../rpc/router';
import { registerSecret } from '../secrets';
import { Gate } from './gate';
import { guard, hostsOf } from './guard';
import { registerMetrics } from './metrics';
import { homeRoute, registerDocs, registerInterface } from './pages';
import { refuseUnknownRoutes } from './methods';
import { isRpc, rawProblem, sendProblem } from './problems';
import { registerRest, type ContextOf } from './rest';
import { registerRpc } from './rpc';
import { listen } from './listen';
import type { Load } from './recent-load';

export interface HttpHostOptions<Context extends object> {
  readonly router: ServiceRouter<Context>;
  readonly context: Context & Partial<Pick<ServiceContext, 'session' | 'jobs' | 'version' | 'stages'>>;
  readonly logger: Logger;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where to listen; beyond this machine only when asked for. */
  readonly host?: string;
  /** Made for this run unless given. */
  readonly token?: string | undefined;
  /** The folder of the built interface. */
  readonly rendererPath?: string | undefined;
  /** Fail instead of taking the next free port. */
  readonly strictPort?: boolean;
  readonly allowedHosts?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly requestsPerSecond?: number;
  readonly bodyLimitBytes?: number;
  readonly uploadLimitBytes?: number;
  /** A client must have sent its whole request within this time. */
  readonly requestTimeoutMs?: number;
  /** Requests in flight get this long to finish when the host closes. */
  readonly closeGraceMs?: number;
}

export interface HttpHost {
  /** `http://127.0.0.1:7345` */
  readonly url: string;
  readonly token: string;
  /** The interface's address with the token in its fragment, which browsers never send to a server. */
  readonly appUrl: string;
  /** Rate and latency of the last ten seconds. */
  load(): Load;
  /** Accepts nothing new, finishes what is being answered, ends event streams. */
  close(): Promise<void>;
}

const mebibyte = 1_048_576;
/** Lists asked for and not yet begun; beyond it clients are told to come back. */
const longestLine = 2_000;

/** Starts the local API and the interface for browsers. Throws INVALID_ARGUMENT for a bad port, CONFLICT when it is taken. */
export async function startHttpHost<Context extends object>(options: HttpHostOptions<Context>): Promise<HttpHost> {
  const { host = '127.0.0.1', token = randomBytes(24).toString('base64url'), logger } = options;
  if (token.length < 8) throw new RankLabError('INVALID_ARGUMENT', 'The token must have at least 8 characters');
  registerSecret(token);
  const app = createApp(options, host);
  const closing = trackSockets(app, options.closeGraceMs ?? 10_000);
  guard(app, {
    token,
    allowedHosts: [...hostsOf(host), ...(options.allowedHosts ?? [])],
    allowedOrigins: options.allowedOrigins ?? [],
    requestsPerSecond: options.requestsPerSecond ?? 10_000,
  });
  const load = registerMetrics(app, options.context);
  await registerRoutes(app, options);
  const port = await listen(app, host, options.port, options.strictPort ?? false);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  logger.info({ url }, 'the local API is ready');
  return { url, token, appUrl: `${url}/#token=${token}`, load: () => load.read(), close: closing };
}

function createApp<Context extends object>(options: HttpHostOptions<Context>, host: string): FastifyInstance {
  const boot = randomBytes(4).toString('hex');
  let count = 0;
  const app = fastify({
    logger: false,
    trustProxy: host !== '127.0.0.1' ? 'loopback' : false,
    bodyLimit: options.bodyLimitBytes ?? 4 * mebibyte,
    requestTimeout: options.requestTimeoutMs ?? 30_000,
    keepAliveTimeout: 30_000,
    routerOptions: { maxParamLength: 2_000 },
    forceCloseConnections: 'idle',
    // A slow client is noticed within a second of its time being up.
    http: { connectionsCheckingInterval: 1_000, headersTimeout: Math.min(10_000, options.requestTimeoutMs ?? 30_000) },
    genReqId: (request) => {
      const { 'x-request-id': given } = request.headers;
      return typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : `${boot}-${(++count).toString(36)}`;
    },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
  });
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error));
  refuseUnknownRoutes(app);
  acceptBodies(app, options.uploadLimitBytes ?? 512 * mebibyte);
  logRequests(app, options.logger);
  return app;
}

/** JSON and uploads. Plain text is refused: a form of another site could send it without asking first. */
function acceptBodies(app: FastifyInstance, uploadLimitBytes: number): void {
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: uploadLimitBytes },
    async (request: FastifyRequest, body: Buffer<ArrayBuffer>) => {
      const form = await new Response(body, {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      }).formData();
      return isRpc(request) ? form : Object.fromEntries(form.entries());
    },
  );
}

/** Failures are logged where people look; the thousands of good answers a second only when asked for. */
function logRequests(app: FastifyInstance, logger: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply;
    const level = statusCode >= 500 ? 'error' : statusCode >= 400 ? 'info' : 'debug';
    const [path] = request.url.split('?');
    logger[level](
      { requestId: request.id, method: request.method, path, status: statusCode, ms: Math.round(reply.elapsedTime * 100) / 100 },
      'request',
    );
    done();
  });
}

function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ([408, 'The request did not arrive in time'] as const)
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ([431, 'The headers are too large'] as const)
        : ([400, 'This is not an HTTP request'] as const);
  socket.end(rawProblem(status, status === 408 ? 'TIMED_OUT' : 'INVALID_ARGUMENT', message));
}

async function registerRoutes<Context extends object>(app: FastifyInstance, options: HttpHostOptions<Context>): Promise<void> {
  const { router, context, logger, rendererPath } = options;
  const contextOf: ContextOf<Context> = (requestId) => ({ ...context, requestId });
  registerRpc(app, router, contextOf, logger);
  const gate = new Gate(Math.max(4, availableParallelism() * 2), longestLine);
  registerRest(app, router, contextOf, { '/': homeRoute(rendererPath), '/recommend': { gate }, '/lists': { gate } });
  // Written when it is first asked for: that takes longer than starting.
  let document: Promise<string> | undefined;
  app.get('/openapi.json', { config: { open: true } }, async (_request, reply) => {
    document ??= writeOpenApi(router.contract, context.version ?? '0');
    return reply.type('application/json; charset=utf-8').send(await document);
  });
  registerDocs(app);
  if (rendererPath !== undefined) await registerInterface(app, rendererPath);
}

async function writeOpenApi(contract: AreaContracts, version: string): Promise<string> {
  const { openApiDocument } = await import('./openapi');
  return JSON.stringify(await openApiDocument(contract, version));
}

/** Closing finishes requests and ends streams: a stream would keep the host open for as long as its job runs. */
function trackSockets(app: FastifyInstance, graceMs: number): () => Promise<void> {
  const streams = new Set<Socket>();
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) {
      streams.add(request.raw.socket);
      reply.raw.once('close', () => streams.delete(request.raw.socket));
    }
    done(null, payload);
  });
  return async () => {
    for (const socket of streams) socket.destroy();
    const timer = setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs);
    await app.close();
    clearTimeout(timer);
  };
}
