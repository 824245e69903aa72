import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { noticeFailure } from './client';
import { keys } from './query-keys';

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeFailure }),
  mutationCache: new MutationCache({ onError: noticeFailure }),
  // The service is on this machine or one hop away: data is fresh until invalidated, and errors are shown at once.
  defaultOptions: {
    queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

/** After anything that changed the workspace or switched to another one. */
export const workspaceChanged = (): Promise<void> =>
  Promise.all([queryClient.invalidateQueries({ queryKey: keys.workspace }), queryClient.invalidateQueries({ queryKey: keys.recent })]).then(
    () => undefined,
  );
