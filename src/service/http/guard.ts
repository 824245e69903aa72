import { hash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { contentSecurityPolicy } from '#shared/content-security-policy';
import { HttpRefusal } from './problems';
import { RateLimit } from './rate-limit';

export interface GuardOptions {
  readonly token: string;
  /** Host names (without port) that requests may name, besides those of this machine's loopback. */
  readonly allowedHosts: readonly string[];
  /** Origins of other sites whose pages may call (CORS). */
  readonly allowedOrigins: readonly string[];
  /** Sustained requests per second for one address; bursts may be twice that. */
  readonly requestsPerSecond: number;
}

/** What anybody may read: the interface itself and its documentation. They hold no data. */
export interface RouteAccess {
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

/** Wrong tokens from one address per second, sustained; a person mistyping stays below, a guesser does not get far. */
const failuresPerSecond = 1;

/**
 * The checks that come before every route, in this order: the Host (against DNS rebinding), the Origin (against other
 * sites' pages), the rate, the bearer token.
 */
export function guard(app: FastifyInstance, options: GuardOptions): void {
  const hosts = new Set([...loopbackNames, ...options.allowedHosts.map((name) => name.toLowerCase())]);
  const origins = new Set(options.allowedOrigins);
  const expected = digest(options.token);
  const rate = new RateLimit(options.requestsPerSecond, options.requestsPerSecond * 2);
  const failures = new RateLimit(failuresPerSecond, 20);

  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders).header('x-request-id', request.id);
    checkHost(request, hosts);
    const origin = checkOrigin(request, origins);
    if (origin !== undefined) {
      void reply.headers({ 'access-control-allow-origin': origin, vary: 'Origin', 'access-control-expose-headers': 'x-request-id' });
      if (request.method === 'OPTIONS') return reply.headers(preflightHeaders).status(204).send();
    }
    if (!rate.take(request.ip)) throw tooMany();
    const { open } = request.routeOptions.config;
    if (open === true || (typeof open === 'function' && open(request))) return;
    checkToken(request, expected, failures);
  });
}

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
};
const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
};

const tooMany = (): HttpRefusal => new HttpRefusal(429, 'RATE_LIMITED', 'Too many requests', 'Send fewer requests a second.');

function checkHost(request: FastifyRequest, hosts: ReadonlySet<string>): void {
  const name = hostName(request.headers.host ?? '');
  if (hosts.has(name)) return;
  const remedy = 'Use the address the service printed, or start it with this name among its allowed hosts.';
  throw new HttpRefusal(403, 'FORBIDDEN', `This service does not answer to the host “${name.slice(0, 100)}”`, remedy);
}

/** The origin to grant CORS to; undefined for our own pages and for programs, which send none. */
function checkOrigin(request: FastifyRequest, origins: ReadonlySet<string>): string | undefined {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (origin === undefined) {
    // A top-level visit is not a call: it only ever gets the interface, which is open anyway.
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
  const [, given] = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '') ?? [];
  if (given !== undefined && timingSafeEqual(digest(given), expected)) return;
  if (given !== undefined && !failures.take(request.ip)) throw tooMany();
  const remedy = 'Send “Authorization: Bearer TOKEN” with the token the service printed when it started.';
  throw new HttpRefusal(401, 'UNAUTHORIZED', given === undefined ? 'A token is needed' : 'The token is wrong', remedy);
}

/** `0.0.0.0` and `::` are no names anyone can ask for; others are allowed as they are. */
export function hostsOf(bindAddress: string): string[] {
  if (bindAddress === '0.0.0.0' || bindAddress === '::') return [];
  return [isIP(bindAddress) === 6 ? `[${bindAddress}]` : bindAddress];
}
