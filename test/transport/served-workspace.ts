/** A small built workspace behind the local API, in this process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHttpHost } from '#service/http/host';
import { handlers } from '#service/handlers/index';
import { createRouter } from '#service/rpc/router';
import { createRuntime } from '#service/runtime';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { buildSettingsSchema } from '#shared/schemas/model';

export interface ServedWorkspace {
  readonly url: string;
  readonly token: string;
  readonly path: string;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Restarts the service on the same folder. */
  restart(): Promise<void>;
  discard(): Promise<void>;
}

export async function serveWorkspace(sizes: { users: number; videos: number; interactions: number }): Promise<ServedWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-served-'));
  const path = join(folder, 'workspace');
  const start = async (open: (runtime: ReturnType<typeof createRuntime>) => Promise<unknown>) => {
    const runtime = createRuntime();
    await open(runtime);
    const host = await startHttpHost({ router: createRouter(handlers), context: runtime, logger: runtime.logger, port: 0 });
    return { runtime, host };
  };
  let running = await start(async (runtime) => {
    await runtime.session.create(path, 'Served');
    const workspace = runtime.session.current();
    await workspace.generate(generatorParamsSchema.parse(sizes));
    await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 16 } }));
  });
  const stop = async (): Promise<void> => {
    await running.host.close();
    await running.runtime.shutDown();
  };
  return {
    get url() {
      return running.host.url;
    },
    get token() {
      return running.host.token;
    },
    path,
    call: async (method, route, body) => {
      const headers: Record<string, string> = { authorization: `Bearer ${running.host.token}` };
      if (body !== undefined) headers['content-type'] = 'application/json';
      const answer = await fetch(running.host.url + route, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    },
    restart: async () => {
      await stop();
      running = await start((runtime) => runtime.session.open(path));
    },
    discard: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
