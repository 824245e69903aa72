import type { Run } from '../../model/run';
import { affinity, clickProbability, type GroundTruth } from '../../dataset/generators/truth';
import type { ItemLists } from './item-lists';

/** The generator's truth with the ids of its rows. */
export interface KnownTruth {
  readonly truth: GroundTruth;
  readonly userIds: readonly string[];
  readonly itemIds: readonly string[];
}

/** Rows of a dataset as rows of the truth; −1 for what was added after generating. */
export interface TruthRows {
  readonly users: Int32Array;
  readonly items: Int32Array;
}

export function truthRows({ userIds, itemIds }: KnownTruth, users: readonly string[], items: readonly string[]): TruthRows {
  const rowsIn = (known: readonly string[], asked: readonly string[]): Int32Array => {
    const rows = new Map(known.map((id, row) => [id, row]));
    return Int32Array.from(asked, (id) => rows.get(id) ?? -1);
  };
  return { users: rowsIn(userIds, users), items: rowsIn(itemIds, items) };
}

/**
 * What the generator knows about lists: how likely their users are to click each video once they look at it, and, as the chance that a click
 * satisfies, how well it meets their taste. Nobody clicks videos that were added later, or published after `atMs`.
 * @param run lists of users with a truth
 */
export function generatorLists({ truth }: KnownTruth, rows: TruthRows, run: Run, length: number, atMs: number): ItemLists {
  const attraction = new Float32Array(run.users.length * length);
  const satisfaction = new Float32Array(attraction.length);
  const items = new Int32Array(attraction.length).fill(-1);
  for (let u = 0; u < run.users.length; u++) {
    const user = rows.users[run.users[u]];
    for (let place = 0; place < Math.min(length, run.counts[u]); place++) {
      const shown = run.items[u * run.length + place];
      items[u * length + place] = shown;
      const item = rows.items[shown];
      if (user < 0 || item < 0) continue;
      attraction[u * length + place] = clickProbability(truth, user, item, atMs);
      satisfaction[u * length + place] = affinity(truth, user, item, atMs);
    }
  }
  return { length, items, attraction, satisfaction };
}
