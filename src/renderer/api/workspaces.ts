import type { Job } from '#shared/schemas/job';
import type { WorkspaceInfo } from '#shared/schemas/system';
import { buildSettingsSchema } from '#shared/schemas/model';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { RankLabError, type ErrorCode } from '#shared/errors';
import { api, bridge } from './client';
import { toFailure } from '../logic/failure';
import { followJob } from './jobs';
import { queryClient, workspaceChanged } from './query-client';
import { keys } from './query-keys';

/** Default folder of new workspaces; empty if the service does not name one. */
export async function workspacesFolder(): Promise<string> {
  if (bridge) return bridge.workspacesFolder();
  // Refetched, because it depends on the open workspace.
  const report = await queryClient.fetchQuery({ queryKey: keys.doctor, queryFn: () => api().system.doctor(), staleTime: 0 });
  return report.workspacesFolder ?? '';
}

export const joinPath = (folder: string, name: string): string => (folder === '' ? name : `${folder.replace(/[/\\]+$/, '')}/${name}`);

export async function openWorkspace(path: string): Promise<WorkspaceInfo> {
  const info = await api().system.openWorkspace({ path });
  await workspaceChanged();
  return info;
}

export async function createWorkspace(path: string, name: string): Promise<WorkspaceInfo> {
  const info = await api().system.createWorkspace({ path, name });
  await workspaceChanged();
  return info;
}

/** The job's end as a promise. @throws the job's own error, or CANCELLED. */
export async function finished(jobId: string): Promise<Job> {
  const job = await followJob(jobId);
  if (job.status === 'succeeded') return job;
  const { code = 'CANCELLED', message = `“${job.label}” was ${job.status}`, ...details } = job.error ?? {};
  throw new RankLabError(code as ErrorCode, message, Object.fromEntries(Object.entries(details).filter(([, text]) => text !== undefined)));
}

const sampleParams = generatorParamsSchema.parse({ users: 2_000, videos: 4_000, interactions: 80_000 });

/** A workspace with generated data and built models, ready for the Lab: created once, then opened. */
export async function openSample(onStage: (stage: string) => void): Promise<void> {
  const path = joinPath(await workspacesFolder(), 'RankLab sample');
  onStage('Opening the sample');
  const info = await createWorkspace(path, 'Sample').catch((error: unknown) => {
    if (toFailure(error).code !== 'CONFLICT') throw error;
    return openWorkspace(path);
  });
  if (!info.hasData) {
    onStage('Generating users, videos and interactions');
    await finished((await api().dataset.generate(sampleParams)).jobId);
  }
  if (!info.isBuilt) {
    onStage('Building embeddings, factors and the index');
    await finished((await api().model.build(buildSettingsSchema.parse({}))).jobId);
  }
  await workspaceChanged();
}
