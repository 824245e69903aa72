import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FlipsOutput } from '#shared/schemas/explanation';
import { api } from '../../../api/client';
import { keys } from '../../../api/query-keys';
import { flipTicks, type FlipTick } from '../../../logic/flip-ticks';
import { rankingContext } from '../../../logic/ranking-context';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { useLive } from '../../../stores/live-store';

/** The weights at which the top of the list changes, by signal. Asked for when the sliders rest; old ticks stay until then. */
export function useFlips(key: string): ReadonlyMap<string, readonly FlipTick[]> {
  const variant = useLabDocument((document) => document.variants.find((entry) => entry.key === key)?.variant);
  const limit = useLabDocument((document) => document.k);
  const context = useLabView(rankingContextKey);
  const resting = useLive((live) => live.exact);
  const { data } = useQuery<FlipsOutput>({
    queryKey: keys.flips(JSON.stringify([context, variant, limit])),
    queryFn: ({ signal }) => {
      if (!variant || context === null) throw new Error('Nothing to look at');
      return api().recommend.flips(
        { context: JSON.parse(context) as never, variant, limit: Math.min(limit, 100), side: 'evaluation' },
        { signal },
      );
    },
    enabled: resting && variant !== undefined && context !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  return useMemo(() => flipTicks(data, variant), [data, variant]);
}

/** As text, so that an unchanged context is an unchanged value. */
function rankingContextKey(view: Parameters<typeof rankingContext>[0]): string | null {
  const context = rankingContext(view);
  return context && JSON.stringify(context);
}
