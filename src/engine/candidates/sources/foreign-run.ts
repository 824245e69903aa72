import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import { runHashSchema, runPolicySchema } from '#shared/schemas/foreign-run';
import { hasAscending } from '../../core/containers/ascending';
import type { ScoredItems } from '../../model/candidates';
import type { BoundRun } from '../../model/foreign-run';
import type { CandidateRequest } from '../../model/training-view';
import { noItems, type CandidateSource } from '../port';

const params = z.strictObject({
  run: runHashSchema.describe('SHA-256 of a run that the workspace has stored'),
  ...runPolicySchema.shape,
});

/** A ranking made elsewhere: the lists of a stored run. With this source alone, by its own score, a variant is that run. */
export const foreignRun: CandidateSource<z.infer<typeof params>> = {
  id: 'run',
  label: 'Foreign run',
  description: 'The lists of a ranking made elsewhere (TREC run, CSV, Parquet, JSON Lines), by their own score or rank',
  params,
  needs: [],
  async prepare(view, { run, ...policy }) {
    if (!view.foreignRuns) {
      throw new RankLabError('NOT_FOUND', `There is no run ${run} here`, { place: 'run', value: run, remedy: 'Store the run first' });
    }
    const bound = await view.foreignRuns.bind(run, policy, view.dataset);
    return {
      retrieve: async (requests, limit) => requests.map((request) => listFor(bound, request, view.knownItems, limit)),
    };
  },
};

function listFor(bound: BoundRun, { userRow, queryText, exclude }: CandidateRequest, known: Uint8Array, limit: number): ScoredItems {
  const list = userRow === undefined ? bound.listOfName.get(queryText ?? '') : bound.listOfUser[userRow];
  if (list === undefined || list < 0) return noItems;
  const [from, to] = [bound.offsets[list], bound.offsets[list + 1]];
  const items = new Int32Array(Math.min(limit, to - from));
  const scores = new Float64Array(items.length);
  let count = 0;
  for (let p = from; p < to && count < items.length; p++) {
    const item = bound.items[p];
    if (known[item] !== 1 || hasAscending(exclude, item)) continue;
    items[count] = item;
    scores[count++] = bound.scores[p];
  }
  return count === items.length ? { items, scores } : { items: items.slice(0, count), scores: scores.slice(0, count) };
}
