import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import fastify, { type FastifyInstance } from 'fastify';
import { RankLabError } from '#shared/errors';
import type { ServiceContext } from '../context';
import { descriptorLimit } from '../descriptor-limit';
import type { Logger } from '../logger';
import type { AreaContracts, ServiceRouter } from '../rpc/router';
import { registerSecret } from '../secrets';
import { acceptBodies } from './bodies';
import { answerBrokenRequest, answerUnsupportedRequests, refuseAddress } from './broken-requests';
import { Connections, type ConnectionLimits } from './connections';
import { connectionLimit } from './descriptors';
import { Gate } from './gate';
import { guard, hostsOf, type Admission } from './guard';
import { registerMetrics } from './metrics';
import { homeRoute, registerDocs, registerInterface } from './pages';
import { refuseUnknownRoutes } from './methods';
import { sendProblem } from './problems';
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
  /** The listening address; the default is this machine only. */
  readonly host?: string;
  /** Generated for this run unless given. */
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
  /** A client that reads nothing of its response for this long is disconnected. Longer than `requestTimeoutMs`, which sends a response. */
  readonly stalledMs?: number;
  /** Connections open at once; by default as many as leave descriptors to storage. */
  readonly maxConnections?: number;
  /** Of these, from one address; three quarters by default. */
  readonly maxConnectionsPerAddress?: number;
  /** Further routes, behind the same guard. */
  readonly extend?: ((app: FastifyInstance) => void) | undefined;
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
  /** Stops accepting requests, finishes those in flight, ends event streams. */
  close(): Promise<void>;
}

type ConnectionOptions = Pick<HttpHostOptions<object>, 'maxConnections' | 'maxConnectionsPerAddress' | 'stalledMs'>;

const mebibyte = 1_048_576;
/** Maximum queue of lists; beyond it clients get 503 with Retry-After. */
const longestLine = 2_000;

/** Starts the local API and the interface for browsers. Throws INVALID_ARGUMENT for a bad port, CONFLICT when it is taken. */
export async function startHttpHost<Context extends object>(options: HttpHostOptions<Context>): Promise<HttpHost> {
  const { host = '127.0.0.1', token = randomBytes(24).toString('base64url'), logger } = options;
  if (token.length < 8) throw new RankLabError('INVALID_ARGUMENT', 'The token must have at least 8 characters');
  registerSecret(token);
  const app = createApp(options, host, (request, reply) => admit(request, reply));
  const connections = new Connections(app.server, connectionLimits(options));
  const closing = closingOf(app, connections, options.closeGraceMs ?? 10_000);
  const admit = guard(app, {
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

function connectionLimits({ maxConnections = connectionLimit(descriptorLimit()), ...options }: ConnectionOptions): ConnectionLimits {
  const perAddress = options.maxConnectionsPerAddress ?? Math.ceil(maxConnections * 0.75);
  return { total: maxConnections, perAddress, stalledMs: options.stalledMs ?? 40_000 };
}

function createApp<Context extends object>(options: HttpHostOptions<Context>, host: string, admit: Admission): FastifyInstance {
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
    // A slow client is detected within a second after its time-out.
    http: {
      connectionsCheckingInterval: 1_000,
      headersTimeout: Math.min(10_000, options.requestTimeoutMs ?? 30_000),
      // The Host check responds instead, with a problem document.
      requireHostHeader: false,
    },
    genReqId: (request) => {
      const { 'x-request-id': given } = request.headers;
      return typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : `${boot}-${(++count).toString(36)}`;
    },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
    frameworkErrors: (error, request, reply) => refuseAddress(error, request, reply, admit),
  });
  answerUnsupportedRequests(app.server);
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error));
  refuseUnknownRoutes(app);
  acceptBodies(app, { jsonBytes: options.bodyLimitBytes ?? 4 * mebibyte, uploadBytes: options.uploadLimitBytes ?? 512 * mebibyte });
  logRequests(app, options.logger);
  return app;
}

/** Failures are always logged; thousands of successful responses a second only at level debug. */
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

async function registerRoutes<Context extends object>(app: FastifyInstance, options: HttpHostOptions<Context>): Promise<void> {
  const { router, context, logger, rendererPath } = options;
  const contextOf: ContextOf<Context> = (requestId) => ({ ...context, requestId });
  registerRpc(app, router, contextOf, logger);
  const gate = new Gate(Math.max(4, availableParallelism() * 2), longestLine);
  registerRest(app, router, contextOf, { '/': homeRoute(rendererPath), '/recommend': { gate }, '/lists': { gate } });
  // Generated at the first request, because that takes longer than starting.
  let document: Promise<string> | undefined;
  app.get('/openapi.json', { config: { open: true } }, async (_request, reply) => {
    document ??= writeOpenApi(router.contract, context.version ?? '0');
    return reply.type('application/json; charset=utf-8').send(await document);
  });
  options.extend?.(app);
  registerDocs(app);
  if (rendererPath !== undefined) await registerInterface(app, rendererPath);
}

async function writeOpenApi(contract: AreaContracts, version: string): Promise<string> {
  const { openApiDocument } = await import('./openapi');
  return JSON.stringify(await openApiDocument(contract, version));
}

/** Closing finishes requests and ends streams: a stream would keep the host open for as long as its job runs. */
function closingOf(app: FastifyInstance, connections: Connections, graceMs: number): () => Promise<void> {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) connections.addStream(request.raw.socket);
    done(null, payload);
  });
  return async () => {
    connections.closeStreams();
    const timer = setTimeout(() => connections.closeAll(), graceMs);
    await app.close();
    clearTimeout(timer);
  };
}
