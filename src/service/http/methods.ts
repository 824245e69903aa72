import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpRefusal, sendProblem } from './problems';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** `/users/:userId` → a pattern that matches such paths; a wildcard matches the rest. */
const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : escaped(part)))
      .join('/')}$`,
  );

/** Responds to requests without a route: 405 with the methods of the path (RFC 9110, 15.5.6), or 404. Call it before routes are registered. */
export function refuseUnknownRoutes(app: FastifyInstance): void {
  const paths = new Map<string, KnownPath>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    paths.set(url, known);
    for (const each of [method].flat()) known.methods.add(each);
  });
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const allowed = [...paths.values()].filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => [...methods]);
    return allowed.length > 0 ? wrongMethod(request, reply, [...new Set(allowed)].sort()) : unknown(request, reply);
  });
}

function wrongMethod(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): FastifyReply {
  const methods = allowed.join(', ');
  const message = `${request.method} is not supported here`;
  return sendProblem(request, reply.header('allow', methods), new HttpRefusal(405, 'UNSUPPORTED', message, `Use ${methods}.`));
}

function unknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message = `There is no ${request.method} ${request.url.slice(0, 200)}`;
  return sendProblem(request, reply, new HttpRefusal(404, 'NOT_FOUND', message, 'The routes are listed at /docs.'));
}
