import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { LiveSegments } from '#shared/schemas/live';
import { api } from '../../../api/client';
import { keys } from '../../../api/query-keys';
import { labDocument, useLabDocument } from '../../../stores/lab-store';
import { useLive } from '../../../stores/live-store';
import { usePreferences } from '../../../stores/preferences-store';

/** Groups of the test users, once their numbers are shown. They do not depend on weights, so a moving slider asks nothing. */
export function useLiveSegments(): UseQueryResult<LiveSegments['segments']> {
  const split = useLabDocument((document) => document.split);
  const relevance = useLabDocument((document) => document.relevance);
  const seed = useLabDocument((document) => document.seed);
  const removesSeen = useLabDocument(({ variants }) => variants.every(({ variant }) => variant.candidates.removeSeen));
  const memoryMb = usePreferences((preferences) => preferences.liveMemoryMb);
  const measured = useLive(({ output }) => output?.measuredUserCount ?? 0);
  const test = { split, relevance, seed, ...(memoryMb !== null && { memoryBytes: memoryMb * 1_000_000 }) };
  return useQuery({
    queryKey: keys.liveSegments(JSON.stringify([test, removesSeen, measured])),
    queryFn: async ({ signal }) => {
      const variants = labDocument().variants.map(({ variant }) => variant);
      return (await api().experiment.liveSegments({ ...test, variants }, { signal })).segments;
    },
    enabled: measured > 0,
    placeholderData: keepPreviousData,
  });
}
