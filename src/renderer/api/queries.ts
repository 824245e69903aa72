import { keepPreviousData, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ExperimentSummary, SavedExperiment } from '#shared/contract/experiment';
import type { DatasetColumns, DatasetSummary, ExportCount, ExportFilter, UserProfile, VideoRow } from '#shared/schemas/dataset';
import type { StoredRun } from '#shared/schemas/foreign-run';
import type { ModelStatus } from '#shared/schemas/model';
import type { DoctorReport, Registries, WorkspaceInfo } from '#shared/schemas/system';
import { api } from './client';
import { keys } from './query-keys';

export const useRegistries = (): UseQueryResult<Registries> =>
  useQuery({ queryKey: keys.registries, queryFn: ({ signal }) => api().system.registries(undefined, { signal }) });

export const useDoctor = (): UseQueryResult<DoctorReport> =>
  useQuery({ queryKey: keys.doctor, queryFn: ({ signal }) => api().system.doctor(undefined, { signal }) });

export const useWorkspace = (): UseQueryResult<WorkspaceInfo | null> =>
  useQuery({ queryKey: keys.info, queryFn: ({ signal }) => api().system.workspace(undefined, { signal }) });

export const useHealth = () => useQuery({ queryKey: keys.health, queryFn: ({ signal }) => api().system.health(undefined, { signal }) });

export const useRecentWorkspaces = () =>
  useQuery({ queryKey: keys.recent, queryFn: ({ signal }) => api().system.recentWorkspaces(undefined, { signal }) });

/** Null while the workspace has no data; waits for a workspace. */
export const useSummary = (): UseQueryResult<DatasetSummary | null> => {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: keys.summary,
    queryFn: ({ signal }) => api().dataset.summary(undefined, { signal }),
    enabled: workspace.data?.hasData === true,
  });
};

export const useModelStatus = (): UseQueryResult<ModelStatus> => {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: keys.model,
    queryFn: ({ signal }) => api().model.status(undefined, { signal }),
    enabled: workspace.data?.hasData === true,
  });
};

/** The columns that conditions on users, videos and interactions can name. */
export const useDatasetColumns = (): UseQueryResult<DatasetColumns> =>
  useQuery({ queryKey: keys.columns, queryFn: ({ signal }) => api().dataset.columns(undefined, { signal }) });

/** How many users, videos and interactions an export with this filter holds; the previous numbers stay in sight meanwhile. */
export const useExportCount = (filter: ExportFilter): UseQueryResult<ExportCount> =>
  useQuery({
    queryKey: keys.exportCount(JSON.stringify(filter)),
    queryFn: ({ signal }) => api().dataset.exportCount({ filter }, { signal }),
    placeholderData: keepPreviousData,
  });

export const useDistributions = () =>
  useQuery({ queryKey: keys.distributions, queryFn: ({ signal }) => api().dataset.distributions(undefined, { signal }) });

export const useUserProfile = (userId: string | null): UseQueryResult<UserProfile> =>
  useQuery({
    queryKey: keys.user(userId ?? ''),
    queryFn: ({ signal }) => api().dataset.user({ userId: userId ?? '' }, { signal }),
    enabled: userId !== null,
  });

export const useVideo = (videoId: string | null): UseQueryResult<VideoRow> =>
  useQuery({
    queryKey: keys.video(videoId ?? ''),
    queryFn: ({ signal }) => api().dataset.video({ videoId: videoId ?? '' }, { signal }),
    enabled: videoId !== null,
  });

/** Rankings made elsewhere that the workspace has stored, newest first. */
export const useRuns = (): UseQueryResult<StoredRun[]> =>
  useQuery({ queryKey: keys.runs, queryFn: ({ signal }) => api().run.list(undefined, { signal }) });

/** Summaries of saved runs, newest first. */
export const useExperiments = (): UseQueryResult<ExperimentSummary[]> => {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: keys.experiments,
    queryFn: async ({ signal }) => (await api().experiment.list({}, { signal })).experiments,
    enabled: workspace.data !== undefined && workspace.data !== null,
  });
};

const experimentQuery = (id: string) => ({
  queryKey: keys.experiment(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => api().experiment.get({ id }, { signal }),
});

/** One saved run in full; waits for an id. */
export const useExperiment = (id: string | null): UseQueryResult<SavedExperiment> =>
  useQuery({ ...experimentQuery(id ?? ''), enabled: id !== null });

/** Saved runs in full, as far as they have arrived. */
export const useWholeExperiments = (ids: readonly string[]): SavedExperiment[] =>
  useQueries({ queries: ids.map(experimentQuery) }).flatMap(({ data }) => data ?? []);
