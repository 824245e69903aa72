import type { CandidateSettings } from '#shared/schemas/variant';
import { listSettings, type SourceLists } from '../candidates/merge';
import { subtask } from '../core/cancellation';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import { BudgetedCache, type ByteBudget } from './bench-memory';
import { listsOfUsers, poolsOfUsers, type RequestedPools } from './pools';

/** Share of the time for the sources. */
const listsShare = 0.9;

/**
 * Pools of all test users. Once the merge of the same sources changes, as while a source's weight moves, the sources' lists are kept, so that only
 * merging remains.
 */
export class MergedLists {
  readonly #lists: BudgetedCache<SourceLists>;
  #last: string | undefined;

  constructor(
    private readonly view: TrainingView,
    private readonly users: Int32Array,
    budget: ByteBudget,
  ) {
    this.#lists = new BudgetedCache('lists', budget, listBytes);
  }

  async pools(settings: CandidateSettings, context?: TaskContext): Promise<RequestedPools> {
    const { view, users } = this;
    const key = JSON.stringify(listSettings(settings));
    const again = key === this.#last || this.#lists.has(key);
    this.#last = key;
    if (!again) return poolsOfUsers(view, users, settings, context);
    const lists = await this.#lists.getOrMake(key, () => listsOfUsers(view, users, settings, subtask(context, 0, listsShare)));
    return poolsOfUsers(view, users, settings, subtask(context, listsShare, 1), lists);
  }
}

const listBytes = (lists: SourceLists): number =>
  lists.reduce((sum, list) => sum + list.reduce((bytes, { items, scores }) => bytes + items.byteLength + scores.byteLength, 0), 0);
