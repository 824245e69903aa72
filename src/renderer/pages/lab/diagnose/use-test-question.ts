import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { useLabDocument } from '../../../stores/lab-store';
import { usePreferences } from '../../../stores/preferences-store';
import type { LiveTest } from '../hooks/prepare-arrays';

/** How long the sliders rest before a question is asked again. */
const REST_MS = 400;

/** The Lab's variants and test, once the sliders rest. */
export function useTestQuestion(): LiveTest {
  const variants = useLabDocument((document) => document.variants);
  const split = useLabDocument((document) => document.split);
  const relevance = useLabDocument((document) => document.relevance);
  const scoreTies = useLabDocument((document) => document.scoreTies);
  const seed = useLabDocument((document) => document.seed);
  const memoryMb = usePreferences((preferences) => preferences.liveMemoryMb);
  const question = useMemo(
    () => ({
      ...{ split, relevance, scoreTies, seed },
      variants: variants.map(({ variant }) => variant),
      ...(memoryMb !== null && { memoryBytes: memoryMb * 1_000_000 }),
    }),
    [variants, split, relevance, scoreTies, seed, memoryMb],
  );
  const [rested] = useDebouncedValue(question, REST_MS);
  return rested;
}
