import { z } from 'zod';
import { procedure } from './base';

export const serverStatusSchema = z.object({
  running: z.boolean(),
  url: z.string().nullable(),
  /** The interface's address for a browser, with the token in its fragment. */
  appUrl: z.string().nullable(),
  token: z.string().nullable(),
  startedAtMs: z.number().nullable(),
  requestCount: z.int(),
  /** Over the last ten seconds. */
  requestsPerSecond: z.number(),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});
export type ServerStatus = z.infer<typeof serverStatusSchema>;

/** The switch of the local API. Off by default. */
export const serverContract = {
  status: procedure.route({ method: 'GET', path: '/server', summary: 'The local server of the desktop window' }).output(serverStatusSchema),
  start: procedure
    .route({ method: 'POST', path: '/server/start', summary: 'Start the local server' })
    .input(z.object({ port: z.int().min(0).max(65_535).default(7345) }))
    .output(serverStatusSchema),
  stop: procedure.route({ method: 'POST', path: '/server/stop', summary: 'Stop the local server' }).output(serverStatusSchema),
};
