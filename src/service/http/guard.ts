import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpRefusal } from './problems';
import { RateLimit } from './rate-limit';
import { securityHeaders } from './security-headers';

interface GuardOptions {
  readonly token: string;
  /** Host names (without port) that requests may name, besides those of this machine's loopback. */
  readonly allowedHosts: readonly string[];
  /** Origins of other sites whose pages may call (CORS). */
  readonly allowedOrigins: readonly string[];
  /** Sustained requests per second for one address; bursts may be twice that. */
  readonly requestsPerSecond: number;
}

/** Paths without a token: the interface and its documentation, which contain no data. */
interface RouteAccess {
  readonly open?: boolean | ((request: FastifyRequest) => boolean);
}

declare module 'fastify' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- declaration merging
  interface FastifyContextConfig extends RouteAccess {}
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];
const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** `example.org:8080` → `example.org`; brackets of IPv6 stay. */
const hostName = (host: string): string => host.replace(/:\d*$/, '').toLowerCase();

/** Wrong tokens per second and address, sustained: enough for typing errors, too few for guessing. */
const failuresPerSecond = 1;

/** The checks of a request without a route: all except the token, because the response reveals nothing. */
export type Admission = (request: FastifyRequest, reply: FastifyReply) => string | undefined;

/**
 * The checks that come before every route, in this order: the Host (against DNS rebinding), the Origin (against other
 * sites' pages), the rate, the bearer token.
 */
export function guard(app: FastifyInstance, options: GuardOptions): Admission {
  const hosts = new Set([...loopbackNames, ...options.allowedHosts.map((name) => name.toLowerCase())]);
  const origins = new Set(options.allowedOrigins);
  const expected = digest(options.token);
  const rate = new RateLimit(options.requestsPerSecond, options.requestsPerSecond * 2);
  const failures = new RateLimit(failuresPerSecond, 20);

  const admit: Admission = (request, reply) => {
    void reply.headers(securityHeaders).header('x-request-id', request.id);
    checkHost(request, hosts);
    const origin = checkOrigin(request, origins);
    if (origin !== undefined) {
      void reply.headers({ 'access-control-allow-origin': origin, vary: 'Origin', 'access-control-expose-headers': 'x-request-id' });
    }
    if (!rate.take(request.ip)) throw tooMany();
    return origin;
  };
  app.addHook('onRequest', async (request, reply) => {
    const origin = admit(request, reply);
    if (origin !== undefined && request.method === 'OPTIONS') return reply.headers(preflightHeaders).status(204).send();
    const { open } = request.routeOptions.config;
    if (open === true || (typeof open === 'function' && open(request))) return;
    checkToken(request, expected, failures);
  });
  return admit;
}

const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
};

const tooMany = (): HttpRefusal => new HttpRefusal(429, 'RATE_LIMITED', 'Too many requests', 'Send fewer requests a second.');

const badRequest = (message: string, remedy: string): HttpRefusal => new HttpRefusal(400, 'INVALID_ARGUMENT', message, remedy);

/** Exactly one host: Node keeps the first of several headers and ignores a host in the address, while a proxy may have checked another. */
function checkTarget({ rawHeaders, httpVersion, method, url = '', headers }: IncomingMessage): void {
  const hostCount = rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === 'host').length;
  if (hostCount > 1) throw badRequest('The request names its host more than once', 'Send exactly one Host header.');
  if (hostCount === 0 && httpVersion !== '1.0') throw badRequest('The request names no host', 'Send a Host header.');
  if (url.startsWith('/') || (url === '*' && method === 'OPTIONS')) return;
  const target = URL.canParse(url) ? new URL(url).host : undefined;
  if (target === undefined || target === '' || target !== headers.host?.toLowerCase())
    throw badRequest('The request address does not belong to this service', 'Request a path, such as /health.');
}

function checkHost(request: FastifyRequest, hosts: ReadonlySet<string>): void {
  checkTarget(request.raw);
  const name = hostName(request.headers.host ?? '');
  if (hosts.has(name)) return;
  const remedy = 'Use the address the service printed, or start it with this name among its allowed hosts.';
  throw new HttpRefusal(403, 'FORBIDDEN', `This service does not accept the host “${name.slice(0, 100)}”`, remedy);
}

/** The origin to grant CORS to; undefined for our own pages and for programs, which send none. */
function checkOrigin(request: FastifyRequest, origins: ReadonlySet<string>): string | undefined {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (origin === undefined) {
    // A top-level navigation is not a call: it can only load the interface, which is public anyway.
    if (site === 'cross-site' && request.headers['sec-fetch-mode'] !== 'navigate') throw foreign('another site');
    return undefined;
  }
  if (origin === `http://${host ?? ''}` || origin === `https://${host ?? ''}`) return undefined;
  if (origins.has(origin)) return origin;
  throw foreign(`“${origin.slice(0, 100)}”`);
}

const foreign = (who: string): HttpRefusal =>
  new HttpRefusal(
    403,
    'FORBIDDEN',
    `Pages of ${who} may not call this service`,
    'Start the service with this origin among its allowed origins.',
  );

function checkToken(request: FastifyRequest, expected: Buffer, failures: RateLimit): void {
  const [, token] = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token !== undefined && timingSafeEqual(digest(token), expected)) return;
  if (token !== undefined && !failures.take(request.ip)) throw tooMany();
  const remedy = 'Send “Authorization: Bearer TOKEN” with the token the service printed when it started.';
  throw new HttpRefusal(401, 'UNAUTHORIZED', token === undefined ? 'A token is needed' : 'The token is wrong', remedy);
}

/** `0.0.0.0` and `::` cannot be requested as names; other addresses are allowed as given. */
export function hostsOf(bindAddress: string): string[] {
  if (bindAddress === '0.0.0.0' || bindAddress === '::') return [];
  return [isIP(bindAddress) === 6 ? `[${bindAddress}]` : bindAddress];
}
