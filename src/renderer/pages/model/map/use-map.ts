import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { CatalogueMap, MapMethod } from '#shared/schemas/model';
import type { RankingContext, RecommendOutput } from '#shared/schemas/ranking';
import { api } from '../../../api/client';
import { keys } from '../../../api/query-keys';
import { rankingContext } from '../../../logic/ranking-context';
import { labDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';

/** The maximum list length, so that the whole candidate pool gets a score. */
const scoredVideos = 1_000;

export const useCatalogueMap = (method: MapMethod): UseQueryResult<CatalogueMap> =>
  useQuery({ queryKey: keys.map(method), queryFn: ({ signal }) => api().model.map({ method }, { signal }) });

/** The Lab's context; null while nothing is chosen. */
export function useLabContext(): RankingContext | null {
  const view = useLabView();
  return rankingContext(view);
}

/** The scores of the Lab's variant A for its context, for every candidate. */
export function useScores(context: RankingContext | null): UseQueryResult<RecommendOutput> {
  const { variants, relevance, split, seed } = labDocument();
  const variant = variants[0]?.variant;
  return useQuery({
    queryKey: keys.scores(JSON.stringify([context, variant, relevance, split, seed])),
    queryFn: ({ signal }) => {
      if (!context) throw new Error('asked for scores without a context');
      return api().recommend.list(
        { context, limit: scoredVideos, side: 'evaluation', relevance, split, seed, ...(variant && { variant }) },
        { signal },
      );
    },
    enabled: context !== null,
  });
}
