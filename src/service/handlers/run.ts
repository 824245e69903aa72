import { fusionOf } from '#engine/candidates/fuse';
import { fusedVariant, runVariant } from '#engine/pipeline/run-variant';
import { describeJob, workspaceOf, type SessionHandlers } from './common';

export const runHandlers = {
  list: async ({ context }) => workspaceOf(context).runs.list(),
  get: async ({ input, context }) => workspaceOf(context).runs.get(input.sha256),
  add: async ({ input, context }) => {
    const { runs } = workspaceOf(context);
    const { path, ...options } = input;
    await context.roots?.check(path);
    return describeJob(
      context.jobs.start('import', `Run ${options.name ?? path}`, (job) => runs.add(path, withoutUndefined(options), job)),
    );
  },
  upload: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    const path = await workspace.store.saveUpload(input.name, new Uint8Array(await input.file.arrayBuffer()));
    try {
      return await workspace.runs.add(path, { name: input.name, knownAt: input.knownAt, map: withoutUndefined(input.map) });
    } finally {
      await workspace.store.files.remove(path).catch(() => {});
    }
  },
  variant: async ({ input, context }) =>
    runVariant(await workspaceOf(context).runs.get(input.sha256), { policy: withoutUndefined(input.policy) }),
  fusion: async ({ input, context }) => {
    const { runs } = workspaceOf(context);
    fusionOf(input.method);
    const stored = await Promise.all(
      input.runs.map(async ({ sha256, policy, weight }) => ({
        run: await runs.get(sha256),
        policy: withoutUndefined(policy),
        ...(weight !== undefined && { weight }),
      })),
    );
    return fusedVariant(stored, { merge: withoutUndefined(input.method), ...(input.name !== undefined && { name: input.name }) });
  },
  remove: async ({ input, context }) => workspaceOf(context).runs.remove(input.sha256),
} satisfies SessionHandlers<'run'>;

type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };
const withoutUndefined = <Value extends object>(value: Value): Defined<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<Value>;
