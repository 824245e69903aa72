import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ScheduleHistory, ScheduleSummary } from '#shared/schemas/schedule';
import { api } from '../../../api/client';
import { queryClient } from '../../../api/query-client';
import { keys } from '../../../api/query-keys';

const watchMs = 10_000;

/** Followed while it is shown: the service starts runs by itself. */
export const useSchedules = (): UseQueryResult<ScheduleSummary[]> =>
  useQuery({
    queryKey: keys.schedules,
    queryFn: ({ signal }) => api().schedule.list(undefined, { signal }),
    refetchInterval: watchMs,
  });

/** Read again when `lastRunMs` changes. */
export const useScheduleHistory = (id: string, lastRunMs: number): UseQueryResult<ScheduleHistory> =>
  useQuery({
    queryKey: keys.schedule(id, String(lastRunMs)),
    queryFn: ({ signal }) => api().schedule.get({ id }, { signal }),
    placeholderData: (before) => before,
  });

/** The next times of an expression; an error while it cannot be read. */
export const useNextTimes = (cron: string, timeZone: string): UseQueryResult<{ timesMs: number[] }> =>
  useQuery({
    queryKey: keys.nextTimes(cron, timeZone),
    queryFn: ({ signal }) => api().schedule.preview({ cron, timeZone, count: 3 }, { signal }),
    enabled: cron.trim() !== '',
    retry: false,
  });

export const refreshSchedules = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.schedules });
