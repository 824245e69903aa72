import { useQuery } from '@tanstack/react-query';
import type { ServerStatus } from '#shared/contract/server';
import { api, bridge, httpToken } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { keys } from '../../api/query-keys';

const POLL_MS = 1_000;

export type ServerView =
  /** The API serves this page, so it cannot be switched off here. */
  | { readonly kind: 'self'; readonly url: string; readonly token: string | null }
  | { readonly kind: 'switch'; readonly status: ServerStatus };

async function fetchView(signal: AbortSignal): Promise<ServerView> {
  const self = { kind: 'self', url: window.location.origin, token: httpToken() } as const;
  if (!bridge) return self;
  try {
    return { kind: 'switch', status: await api().server.status(undefined, { signal }) };
  } catch (error) {
    if (toFailure(error).code !== 'UNSUPPORTED') throw error;
    return self;
  }
}

/** The local API's state, followed while the page is shown. */
export const useServer = () =>
  useQuery({
    queryKey: keys.server,
    queryFn: ({ signal }) => fetchView(signal),
    refetchInterval: ({ state }) => (state.data?.kind === 'self' ? false : POLL_MS),
  });
