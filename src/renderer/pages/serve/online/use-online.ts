import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { OnlineExperiment, OnlineReport } from '#shared/schemas/online';
import type { Variant } from '#shared/schemas/variant';
import { api } from '../../../api/client';
import { queryClient } from '../../../api/query-client';
import { keys } from '../../../api/query-keys';

const WATCH_MS = 2_000;

/** The workspace's stored variants, the default first. The local API may change them at any time. */
export const useStoredVariants = (): UseQueryResult<Variant[]> =>
  useQuery({
    queryKey: keys.variants,
    queryFn: ({ signal }) => api().variant.list(undefined, { signal }),
    refetchInterval: 5 * WATCH_MS,
  });

export const useOnlineExperiments = (): UseQueryResult<OnlineExperiment[]> =>
  useQuery({
    queryKey: keys.online,
    queryFn: ({ signal }) => api().online.list(undefined, { signal }),
    refetchInterval: 5 * WATCH_MS,
  });

/** Live numbers, followed while the experiment runs. */
export const useOnlineReport = (id: string): UseQueryResult<OnlineReport> =>
  useQuery({
    queryKey: keys.onlineReport(id),
    queryFn: ({ signal }) => api().online.report({ id }, { signal }),
    refetchInterval: ({ state }) => (state.data?.endedAtMs === null ? WATCH_MS : false),
  });

/** After a change of our own. */
export const refreshOnline = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.online });
export const refreshVariants = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.variants });
