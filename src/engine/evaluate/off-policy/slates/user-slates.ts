import { invalid } from '../decisions';

/** Logged lists of users, one entry per list and position in every array. */
export interface UserSlateColumns {
  readonly slates: readonly string[];
  readonly positions: readonly number[];
  readonly users: readonly string[];
  readonly videos: readonly string[];
  readonly rewards: readonly number[];
  readonly loggingProbabilities: readonly number[];
}

/** The same, list by list, top position first; list s has rows `offsets[s] … offsets[s + 1] - 1`. */
export interface UserSlates extends UserSlateColumns {
  readonly offsets: Int32Array;
  /** Numbers of the lists of each user. */
  readonly listsOfUser: ReadonlyMap<string, readonly number[]>;
}

/** @throws INVALID_ARGUMENT for columns of unequal length, and for a list with two users. */
export function userSlatesOf(columns: UserSlateColumns): UserSlates {
  const { slates, positions, users, rewards } = columns;
  for (const [place, values] of Object.entries(columns)) {
    if ((values as unknown[]).length !== rewards.length)
      throw invalid(place, `Expected ${rewards.length} entries in ${place}, one per reward, not ${(values as unknown[]).length}`);
  }
  const rowsOf = new Map<string, number[]>();
  for (let row = 0; row < slates.length; row++) {
    const rows = rowsOf.get(slates[row]);
    if (!rows) rowsOf.set(slates[row], [row]);
    else if (users[rows[0]] === users[row]) rows.push(row);
    else throw invalid(`users.${row}`, `List “${slates[row]}” has two users, “${users[rows[0]]}” and “${users[row]}”`);
  }
  const order: number[] = [];
  const offsets = new Int32Array(rowsOf.size + 1);
  const listsOfUser = new Map<string, number[]>();
  let list = 0;
  for (const rows of rowsOf.values()) {
    order.push(...rows.sort((a, b) => positions[a] - positions[b]));
    const own = listsOfUser.get(users[rows[0]]);
    if (own) own.push(list);
    else listsOfUser.set(users[rows[0]], [list]);
    offsets[++list] = order.length;
  }
  const sorted = <Value>(values: readonly Value[]): Value[] => order.map((row) => values[row]);
  return {
    slates: sorted(slates),
    positions: sorted(positions),
    users: sorted(users),
    videos: sorted(columns.videos),
    rewards: sorted(rewards),
    loggingProbabilities: sorted(columns.loggingProbabilities),
    offsets,
    listsOfUser,
  };
}
