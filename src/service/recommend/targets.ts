import type { Dataset } from '#engine/model/dataset';
import type { ListContext } from '#engine/pipeline/pools';
import { RankLabError } from '#shared/errors';
import { itemRow } from '#shared/ids';
import type { RankingContext } from '#shared/schemas/ranking';

/** @throws NOT_FOUND for an unknown user or video, INVALID_ARGUMENT for an empty query. */
export function targetOf(dataset: Dataset, context: RankingContext): ListContext {
  if ('user' in context) return { userRow: dataset.users.ids.rowOf(context.user) };
  if ('video' in context) return { videoRow: dataset.items.ids.rowOf(context.video) };
  if (context.query.trim() === '') throw new RankLabError('INVALID_ARGUMENT', 'The query is empty', { place: 'context.query' });
  return { queryText: context.query };
}

export const reference = (dataset: Dataset, item: number): { videoId: string; title: string } => ({
  videoId: dataset.items.ids.idOf(itemRow(item)),
  title: dataset.items.titles[item] ?? '',
});
