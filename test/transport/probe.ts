/** A small contract that sends every kind of value and error across; each transport serves and calls it the same way. */
import { eventIterator, type ContractRouterClient } from '@orpc/contract';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { procedure } from '#shared/contract/base';
import { RankLabError, type ErrorCode } from '#shared/errors';
import { implementContract, type HandlersOf } from '#service/rpc/router';

const failure = z.object({ code: z.string(), message: z.string(), place: z.string().optional() });

const probeContract = {
  probe: {
    home: procedure.route({ method: 'GET', path: '/' }).output(z.object({ status: z.string() })),
    echo: procedure
      .route({ method: 'POST', path: '/echo' })
      .input(z.object({ value: z.unknown() }))
      .output(z.object({ value: z.unknown() })),
    strict: procedure
      .route({ method: 'POST', path: '/strict/{id}' })
      .input(z.strictObject({ id: z.string(), list: z.array(z.strictObject({ count: z.int().max(1000) })).default([]) }))
      .output(z.object({ count: z.number() })),
    page: procedure
      .route({ method: 'GET', path: '/page' })
      .input(
        z.object({
          limit: z.int().default(3),
          search: z.string().default(''),
          deep: z.boolean().default(false),
          tags: z.array(z.string()).default([]),
        }),
      )
      .output(z.object({ limit: z.int(), search: z.string(), deep: z.boolean(), tags: z.array(z.string()) })),
    nothing: procedure.route({ method: 'POST', path: '/nothing' }).output(z.void()),
    fail: procedure.route({ method: 'POST', path: '/fail' }).input(failure).output(z.void()),
    crash: procedure.route({ method: 'POST', path: '/crash' }).output(z.void()),
    hang: procedure
      .route({ method: 'POST', path: '/hang' })
      .input(z.object({ name: z.string() }))
      .output(z.void()),
    count: procedure
      .route({ method: 'GET', path: '/count' })
      .input(z.object({ to: z.int(), everyMs: z.number().default(0), failAt: z.int().optional(), name: z.string().default('') }))
      .output(eventIterator(z.object({ n: z.number(), vector: z.instanceof(Float32Array).optional() }))),
    upload: procedure
      .route({ method: 'POST', path: '/upload' })
      .input(z.object({ name: z.string(), file: z.file() }))
      .output(z.object({ name: z.string(), size: z.int(), text: z.string() })),
    large: procedure
      .route({ method: 'GET', path: '/large' })
      .input(z.object({ bytes: z.int() }))
      .output(z.object({ text: z.string() })),
    user: procedure
      .route({ method: 'GET', path: '/users/{userId}' })
      .input(z.object({ userId: z.string() }))
      .output(z.object({ userId: z.string() })),
  },
};
export type ProbeClient = ContractRouterClient<typeof probeContract>;

/** What the service received, so that a test can see that an abort arrived. */
export const events: string[] = [];
export interface ProbeContext {
  readonly requestId?: string;
}

const handlers: HandlersOf<typeof probeContract, ProbeContext> = {
  probe: {
    home: async () => ({ status: 'ok' }),
    echo: async ({ input }) => ({ value: input.value }),
    strict: async ({ input }) => ({ count: input.list.length }),
    page: async ({ input }) => input,
    nothing: async () => undefined,
    fail: async ({ input }) => {
      throw new RankLabError(input.code as ErrorCode, input.message, input.place === undefined ? {} : { place: input.place });
    },
    crash: async () => {
      throw new TypeError('undefined is not what it seems');
    },
    hang: async ({ input, signal }) => {
      events.push(`start ${input.name}`);
      while (!signal?.aborted) await sleep(2);
      events.push(`stop ${input.name}`);
    },
    count: async ({ input, signal }) => count(input, signal),
    upload: async ({ input }) => ({ name: input.name, size: input.file.size, text: (await input.file.text()).slice(0, 100) }),
    large: async ({ input }) => ({ text: 'x'.repeat(input.bytes) }),
    user: async ({ input }) => {
      if (input.userId !== 'ähm/007') throw new RankLabError('NOT_FOUND', `There is no user “${input.userId}”`, { value: input.userId });
      return input;
    },
  },
};

async function* count(
  input: { to: number; everyMs: number; failAt?: number | undefined; name: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<{ n: number; vector?: Float32Array<ArrayBuffer> }> {
  if (input.name) events.push(`begin ${input.name}`);
  try {
    for (let n = 1; n <= input.to; n++) {
      if (signal?.aborted) return;
      if (n === input.failAt) throw new RankLabError('NOT_BUILT', 'Half way', { place: `step ${n}` });
      yield { n, vector: Float32Array.of(n, n / 3) };
      if (input.everyMs > 0) await sleep(input.everyMs);
    }
  } finally {
    if (input.name) events.push(`end ${input.name}`);
  }
}

export const probeRouter = implementContract(probeContract, handlers);
