import { z } from 'zod';
import type { ScoredItems } from '../../model/candidates';
import { ContentVectors } from '../content-vectors';
import { noItems, silentSource, type CandidateSource } from '../port';
import { recentItems } from '../recent-items';
import { ItemScope } from '../item-scope';
import { VectorRetriever } from '../vector-retriever';
import { hasEmbeddings } from './content';

const params = z.strictObject({
  recentCount: z.int().min(1).max(100).default(5).describe('For a user: how many of their latest videos to start from'),
});

/** Nearest content to one video; for a user, to each of the latest videos, so that separate interests stay separate. */
export const similarToVideo: CandidateSource<z.infer<typeof params>> = {
  id: 'similar-to-video',
  label: 'Similar to a video',
  description: 'Videos closest in content to the seed video, or to each of the user’s latest ones',
  params,
  needs: ['embeddings'],
  async prepare(view, { recentCount }) {
    if (!hasEmbeddings(view)) return silentSource;
    const content = new ContentVectors(view);
    const retriever = new VectorRetriever(content.vectors, content.dimensions, view.knownItems, view.contentIndex);
    const recent = recentItems(view, recentCount);
    const scope = new ItemScope(view.knownItems.length, (row) => view.knownItems[row] === 1);
    return {
      async retrieve(requests, limit, context) {
        const seeds = requests.map(({ userRow, videoRow }): readonly number[] => {
          if (videoRow !== undefined) return [videoRow];
          return userRow !== undefined ? recent(userRow) : [];
        });
        const queries = requests.flatMap(({ exclude }, r) => seeds[r].map((row) => ({ vector: content.item(row), exclude })));
        const lists = await retriever.retrieve(queries, limit, context);
        let next = 0;
        return seeds.map((rows) => bestOfEach(lists.slice(next, (next += rows.length)), scope, limit));
      },
    };
  },
};

/** Items of several lists by their best score. */
function bestOfEach(lists: readonly ScoredItems[], scope: ItemScope, limit: number): ScoredItems {
  if (lists.length < 2) return lists[0] ?? noItems;
  const scores = new Float64Array(scope.size).fill(-Infinity);
  for (const list of lists) {
    list.items.forEach((item, i) => {
      const position = scope.positions[item];
      if (list.scores[i] > scores[position]) scores[position] = list.scores[i];
    });
  }
  const { degradedBecause } = lists.find((list) => list.degradedBecause !== undefined) ?? {};
  return { ...scope.select(scores, 0, new Int32Array(0), limit), ...(degradedBecause !== undefined && { degradedBecause }) };
}
