import { z } from 'zod';
import { tokenize } from '../../core/text/tokenize';
import { ItemScope } from '../item-scope';
import { noItems, type CandidateSource } from '../port';
import { labelsAt } from '../../core/containers/label-columns';

const params = z.strictObject({
  k1: z.number().min(0).max(10).default(1.2).describe('BM25 k1: saturation of repeated words'),
  b: z.number().min(0).max(1).default(0.75).describe('BM25 b: penalty for long texts'),
});

interface Posting {
  readonly positions: number[];
  readonly counts: number[];
}

/** BM25 (Robertson & Zaragoza 2009) over title, tags, categories and description: lexical search, in contrast to the semantic content search. */
export const textQuery: CandidateSource<z.infer<typeof params>> = {
  id: 'text-query',
  label: 'Text search',
  description: 'Videos that contain the words of the query, by BM25; needs no embeddings',
  params,
  needs: [],
  async prepare(view, { k1, b }) {
    const { items } = view.dataset;
    const scope = new ItemScope(view.knownItems.length, (row) => view.knownItems[row] === 1);
    const postings = new Map<string, Posting>();
    const lengths = new Float64Array(scope.size);
    scope.rows.forEach((row, position) => {
      const texts = [items.titles[row], items.descriptions[row], ...(items.tags[row] ?? []), ...labelsAt(items.categories, row)];
      for (const word of texts.flatMap((text) => tokenize(text ?? ''))) {
        lengths[position]++;
        addOccurrence(postings, word, position);
      }
    });
    const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, scope.size);
    return {
      retrieve: async (requests, limit) =>
        requests.map(({ queryText, exclude }) => {
          const scores = new Float64Array(scope.size).fill(-Infinity);
          for (const word of new Set(tokenize(queryText ?? ''))) {
            const posting = postings.get(word);
            if (!posting) continue;
            const found = posting.positions.length;
            const idf = Math.log(1 + (scope.size - found + 0.5) / (found + 0.5));
            posting.positions.forEach((position, i) => {
              const count = posting.counts[i];
              const damped = (count * (k1 + 1)) / (count + k1 * (1 - b + (b * lengths[position]) / meanLength));
              scores[position] = (scores[position] === -Infinity ? 0 : scores[position]) + idf * damped;
            });
          }
          return queryText === undefined ? noItems : scope.select(scores, 0, exclude, limit);
        }),
    };
  },
};

function addOccurrence(postings: Map<string, Posting>, word: string, position: number): void {
  let posting = postings.get(word);
  if (!posting) {
    posting = { positions: [], counts: [] };
    postings.set(word, posting);
  }
  const last = posting.positions.length - 1;
  if (posting.positions[last] === position) posting.counts[last]++;
  else {
    posting.positions.push(position);
    posting.counts.push(1);
  }
}
