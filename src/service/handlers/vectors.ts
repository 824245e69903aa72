import { describeJob, workspaceOf, type SessionHandlers } from './common';

export const vectorsHandlers = {
  list: async ({ context }) => workspaceOf(context).vectors.list(),
  get: async ({ input, context }) => workspaceOf(context).vectors.get(input.sha256),
  add: async ({ input, context }) => {
    const { vectors } = workspaceOf(context);
    const { path, name, knownAt, columns } = input;
    await context.roots?.check(path);
    return describeJob(
      context.jobs.start('import', `Vectors ${name ?? path}`, (job) => vectors.add(path, { name, knownAt, ...columns }, job)),
    );
  },
  upload: async ({ input, context }) => {
    const { store, vectors } = workspaceOf(context);
    const { file, name, knownAt, columns } = input;
    const path = await store.saveUpload(name, new Uint8Array(await file.arrayBuffer()));
    try {
      return await vectors.add(path, { name, knownAt, ...columns });
    } finally {
      await store.files.remove(path).catch(() => {});
    }
  },
  remove: async ({ input, context }) => workspaceOf(context).vectors.remove(input.sha256),
} satisfies SessionHandlers<'vectors'>;
