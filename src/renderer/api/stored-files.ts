import { storedRunSchema, type KnownAt, type StoredRun } from '#shared/schemas/foreign-run';
import { storedVectorsSchema, type StoredVectors } from '#shared/schemas/vector-file';
import { api, bridge } from './client';
import { queryClient } from './query-client';
import { keys } from './query-keys';
import { finished } from './workspaces';

/** The file's path on this machine; empty in a browser, which has to upload it. */
const pathOf = (file: File): string => bridge?.pathForFile(file) ?? '';

/** Stores a ranking or scores made elsewhere: the window reads the file where it is, a browser uploads it. */
export async function storeRun(file: File, knownAt: KnownAt = null): Promise<StoredRun> {
  const path = pathOf(file);
  const run =
    path === ''
      ? await api().run.upload({ name: file.name, file, knownAt })
      : storedRunSchema.parse((await finished((await api().run.add({ path, knownAt })).jobId)).result);
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.runs }),
    queryClient.invalidateQueries({ queryKey: keys.signalInputs }),
  ]);
  return run;
}

/** The same for vectors. */
export async function storeVectors(file: File, knownAt: KnownAt = null): Promise<StoredVectors> {
  const path = pathOf(file);
  const stored =
    path === ''
      ? await api().vectors.upload({ name: file.name, file, knownAt })
      : storedVectorsSchema.parse((await finished((await api().vectors.add({ path, knownAt })).jobId)).result);
  await queryClient.invalidateQueries({ queryKey: keys.signalInputs });
  return stored;
}
