import type { AnyContractProcedure, ContractProcedure, ErrorMap, Meta } from '@orpc/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { z, type ZodType } from 'zod';
import { invalidArgument } from '#shared/validation';
import type { AnyHandler, ServiceRouter } from '../rpc/router';
import { meaning } from '../rpc/thrown-errors';
import { HttpRefusal, problemOf } from './problems';
import type { Gate } from './gate';
import { jsonWriter } from './json';
import { coerceQuery, type QueryShape } from './query';
import { serverSentEvents } from './sse';

/** The context of one request. */
export type ContextOf<Context> = (requestId: string) => Context;
/** Options per path; routes that share a gate share its limit. */
type RouteExtras = Readonly<Record<string, Pick<RouteShorthandOptions, 'config' | 'preHandler'> & { readonly gate?: Gate }>>;

/**
 * One route per procedure of the contract, straight to its handler: measured on two cores this takes about 75 µs a
 * request, against 120 µs through oRPC's own OpenAPI handler, and /recommend serves thousands of requests a second.
 * Input is params + query (GET, DELETE) or params + body, as oRPC's “compact” structure has it; so the OpenAPI
 * document that oRPC generates describes these routes.
 */
export function registerRest<Context>(
  app: FastifyInstance,
  router: ServiceRouter<Context>,
  contextOf: ContextOf<Context>,
  extras: RouteExtras = {},
): void {
  for (const [area, procedures] of Object.entries(router.contract)) {
    for (const [name, procedure] of Object.entries(procedures)) {
      const handle = router.handlers[area]?.[name];
      if (handle) registerProcedure(app, procedure, handle, contextOf, extras);
    }
  }
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

function registerProcedure<Context>(
  app: FastifyInstance,
  procedure: AnyContractProcedure,
  handle: AnyHandler<Context>,
  contextOf: ContextOf<Context>,
  extras: RouteExtras,
): void {
  const { route, inputSchema, outputSchema } = (procedure as ContractProcedure<ZodType, ZodType, ErrorMap, Meta>)['~orpc'];
  if (route.path === undefined || route.method === undefined) return;
  const schema = inputSchema;
  const hasBody = route.method !== 'GET' && route.method !== 'DELETE' && route.method !== 'HEAD';
  const shape = schema && !hasBody ? queryShape(schema) : {};
  const write = jsonWriter(outputSchema);
  const status = route.successStatus ?? 200;
  const { gate, ...options } = extras[route.path] ?? {};
  const inTurn: typeof handle = gate ? (call) => gate.run(() => handle(call), tooBusy) : handle;
  app.route({
    ...options,
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      const input = parse(schema, hasBody ? bodyInput(request) : { ...coerceQuery(request.query, shape), ...(request.params as object) });
      const abort = abortWhenGone(reply);
      const output = await inTurn({
        input,
        context: contextOf(request.id),
        get signal() {
          return abort();
        },
      });
      if (isStream(output)) return sendStream(request, reply, output);
      if (output === undefined) return reply.status(204).send();
      return reply.status(status).type('application/json; charset=utf-8').send(write(output));
    },
  });
}

const tooBusy = (): HttpRefusal => new HttpRefusal(503, 'RATE_LIMITED', 'Too many requests are waiting', 'Try again in a second.');

function queryShape(schema: ZodType): QueryShape {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return (json.properties ?? {}) as QueryShape;
}

function bodyInput(request: FastifyRequest): unknown {
  const { body } = request;
  const params = request.params as Record<string, string>;
  if (Object.keys(params).length === 0) return body ?? undefined;
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, ...params } : params;
}

function parse(schema: ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidArgument(result.error.issues, value);
}

/** A signal that aborts when the client disconnects before its response; created only for handlers that read it. */
function abortWhenGone(reply: FastifyReply): () => AbortSignal {
  let controller: AbortController | undefined;
  return () => {
    if (controller) return controller.signal;
    const ownController = (controller = new AbortController());
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) ownController.abort();
    });
    return ownController.signal;
  };
}

function sendStream(request: FastifyRequest, reply: FastifyReply, output: AsyncIterable<unknown>): FastifyReply {
  const events = serverSentEvents(output, (error) => problemOf(meaning(error, undefined, undefined), request.id));
  return reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(events);
}
