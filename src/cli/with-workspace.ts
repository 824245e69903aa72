import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { RankLabError } from '#shared/errors';
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
export function withWorkspace<Value>(path: string, work: (runtime: Runtime) => Promise<Value>): Promise<Value> {
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
  });
}

/** The workspace or the snapshot of a verb that takes either. @throws INVALID_ARGUMENT without one of them, or with both. */
export function withChosenWorkspace<Value>(
  { workspace, snapshot }: { readonly workspace?: string | undefined; readonly snapshot?: string | undefined },
  place: string,
  work: (runtime: Runtime) => Promise<Value>,
): Promise<Value> {
  const path = workspace ?? snapshot;
  if (path === undefined || (workspace !== undefined && snapshot !== undefined)) {
    throw new RankLabError(
      'INVALID_ARGUMENT',
      path === undefined ? 'Give --workspace or --snapshot' : 'Give --workspace or --snapshot, not both',
      {
        place,
      },
    );
  }
  return withWorkspace(path, work);
}

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
