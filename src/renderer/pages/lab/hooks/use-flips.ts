import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { FlipsOutput } from '#shared/schemas/explanation';
import type { Variant } from '#shared/schemas/variant';
import { api } from '../../../api/client';
import { keys } from '../../../api/query-keys';
import { flipTicks, type FlipTick } from '../logic/flip-ticks';
import { rankingContext } from '../../../logic/ranking-context';
import { labDocument, useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { useLive } from '../../../stores/live-store';

interface Flips {
  readonly ticks: ReadonlyMap<string, readonly FlipTick[]>;
  /** Why there are no marks, if they are unavailable. */
  readonly unavailableBecause: string | null;
}

/** The weights at which the top of the list changes, by signal. Requested when the sliders rest; old marks stay until then. */
export function useFlips(key: string): Flips {
  const variant = useDebouncedVariant(key);
  const limit = useLabDocument((document) => document.k);
  const split = useLabDocument((document) => document.split);
  const seed = useLabDocument((document) => document.seed);
  const context = useLabView(rankingContextKey);
  const { data } = useQuery<FlipsOutput>({
    queryKey: keys.flips(JSON.stringify([context, variant, limit, split, seed])),
    queryFn: ({ signal }) => {
      if (!variant || context === null) throw new Error('No list to analyse');
      return api().recommend.flips(
        { context: JSON.parse(context) as never, variant, limit: Math.min(limit, 100), side: 'evaluation', split, seed },
        { signal },
      );
    },
    enabled: variant !== undefined && context !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  return useMemo(() => ({ ticks: flipTicks(data, variant), unavailableBecause: data?.unavailableBecause ?? null }), [data, variant]);
}

/** The variant as of the last rest of the sliders; unchanged during a drag. */
function useDebouncedVariant(key: string): Variant | undefined {
  const resting = useLive((live) => live.exact);
  const find = (): Variant | undefined => labDocument().variants.find((entry) => entry.key === key)?.variant;
  const [variant, setVariant] = useState(find);
  useEffect(() => {
    if (resting) setVariant(labDocument().variants.find((entry) => entry.key === key)?.variant);
  }, [resting, key]);
  return variant;
}

/** As a string, so that an unchanged context compares equal. */
function rankingContextKey(view: Parameters<typeof rankingContext>[0]): string | null {
  const context = rankingContext(view);
  return context && JSON.stringify(context);
}
