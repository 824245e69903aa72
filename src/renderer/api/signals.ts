import { keepPreviousData, useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { NamedSignal, SignalDefinition, SignalPreview } from '#shared/schemas/signal';
import { api } from './client';
import { useWorkspace } from './queries';
import { queryClient } from './query-client';
import { keys } from './query-keys';

/** Signals that the workspace defines. */
export const useDefinedSignals = (): UseQueryResult<NamedSignal[]> => {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: keys.signals,
    queryFn: ({ signal }) => api().signal.list(undefined, { signal }),
    enabled: workspace.data !== undefined && workspace.data !== null,
  });
};

/** Values that the parameters of kinds can take. */
export const useSignalInputs = () =>
  useQuery({ queryKey: keys.signalInputs, queryFn: ({ signal }) => api().signal.inputs(undefined, { signal }) });

/** Size of the kept answers of scoring services; a preview adds to them. */
export const useScoreCache = () =>
  useQuery({ queryKey: keys.scoreCache, queryFn: ({ signal }) => api().signal.scoreCache(undefined, { signal }), refetchInterval: 10_000 });
export const clearScores = async (): Promise<void> => {
  queryClient.setQueryData(keys.scoreCache, await api().signal.clearScores());
};

/** What a definition gives; the previous answer stays in sight while the next one is computed. */
export const useSignalPreview = (id: string, definition: SignalDefinition, enabled: boolean): UseQueryResult<SignalPreview> =>
  useQuery({
    queryKey: keys.signalPreview(JSON.stringify([id, definition])),
    queryFn: ({ signal }) => api().signal.preview({ id, definition }, { signal }),
    enabled,
    placeholderData: keepPreviousData,
  });

const changed = (): Promise<unknown> => queryClient.invalidateQueries({ queryKey: keys.signals });

export const useDefineSignal = () => useMutation({ mutationFn: (signal: NamedSignal) => api().signal.define(signal), onSuccess: changed });
export const useRemoveSignal = () => useMutation({ mutationFn: (id: string) => api().signal.remove({ id }), onSuccess: changed });

/** Takes the newest change back. */
export const undoSignalChange = async (): Promise<void> => {
  await api().signal.undo();
  await changed();
};
