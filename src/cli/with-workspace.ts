import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { RankLabError } from '#shared/errors';
import { snapshotManifestName } from '#service/storage/files/workspace-paths';
import type { WorkerPool } from '#service/jobs/worker-pool';
import type { Logger } from '#service/logger';
import type { Runtime } from '#service/runtime';
import { warnOfProblems } from './storage-problems';

interface RuntimeNeeds {
  readonly logger?: Logger;
  /** Workers started in advance, while this thread loads the service's code. */
  readonly workers?: WorkerPool;
}

/** Runs `work` with a runtime and always shuts it down, so that no lock or log is left open. */
export async function withRuntime<Value>(
  work: (runtime: Runtime) => Promise<Value>,
  { logger, workers }: RuntimeNeeds = {},
): Promise<Value> {
  const { createRuntime } = await import('#service/runtime');
  const runtime = createRuntime(logger, workers);
  try {
    return await work(runtime);
  } finally {
    await runtime.shutDown();
  }
}

/** Opens an existing workspace. @throws NOT_FOUND naming the folder. */
export function withWorkspace<Value>(path: string, work: (runtime: Runtime) => Promise<Value>, needs?: RuntimeNeeds): Promise<Value> {
  return withRuntime(async (runtime) => {
    if (!existsSync(join(path, 'workspace.json'))) {
      throw new RankLabError('NOT_FOUND', `There is no workspace at ${path}`, {
        place: path,
        remedy: 'Create one with “ranklab pipeline” or “ranklab import”',
      });
    }
    const { problems } = await runtime.session.open(resolve(path));
    warnOfProblems(path, problems);
    return work(runtime);
  }, needs);
}

interface Chosen {
  readonly workspace?: string | undefined;
  readonly snapshot?: string | undefined;
}

/** The folder of a verb that takes a workspace or a snapshot. @throws INVALID_ARGUMENT without one of them, with both, or for a folder that is no snapshot. */
export function chosenFolder({ workspace, snapshot }: Chosen, place: string): string {
  const refuse = (message: string, remedy: string): RankLabError => new RankLabError('INVALID_ARGUMENT', message, { place, remedy });
  if (workspace !== undefined && snapshot !== undefined) throw refuse('Both --workspace and --snapshot are given', 'Give one of them');
  if (workspace !== undefined) return workspace;
  if (snapshot === undefined) throw refuse('No workspace is given', 'Give --workspace or --snapshot');
  if (existsSync(join(snapshot, snapshotManifestName))) return snapshot;
  throw refuse(`${snapshot} is no snapshot`, 'Make one with “ranklab snapshot”, or give --workspace');
}

/** Opens the workspace or the snapshot of a verb that takes either. */
export const withChosenWorkspace = <Value>(chosen: Chosen, place: string, work: (runtime: Runtime) => Promise<Value>): Promise<Value> =>
  withWorkspace(chosenFolder(chosen, place), work);

/** Opens the workspace, or creates it; a workspace created for work that fails is removed. */
export async function withNewOrOpenWorkspace<Value>(
  path: string,
  work: (runtime: Runtime) => Promise<Value>,
  needs?: RuntimeNeeds,
): Promise<Value> {
  const folder = resolve(path);
  const isNew = !existsSync(join(folder, 'workspace.json'));
  const hadFolder = existsSync(folder);
  let leftEmpty = false;
  const attempt = async (runtime: Runtime): Promise<Value> => {
    const { session } = runtime;
    const { problems } = await (isNew ? session.create(folder, basename(folder)) : session.open(folder));
    warnOfProblems(folder, problems);
    try {
      return await work(runtime);
    } catch (error) {
      leftEmpty = isNew && !session.current().store.info.hasData;
      if (leftEmpty) await session.recent.forget(folder);
      throw error;
    }
  };
  try {
    return await withRuntime(attempt, needs);
  } catch (error) {
    if (leftEmpty) await removeCreated(folder, hadFolder);
    throw error;
  }
}

/** Removes only a new workspace's files: its folder was empty or missing. */
async function removeCreated(folder: string, keepFolder: boolean): Promise<void> {
  const created = keepFolder ? (await readdir(folder)).map((name) => join(folder, name)) : [folder];
  for (const path of created) await rm(path, { recursive: true, force: true });
}
