import { interactionColumns, rowsPassing, userColumns, videoColumns } from '../../core/conditions/table-columns';
import { RankLabError } from '#shared/errors';
import type { Dataset } from '../../model/dataset';

/** Rows to write, ascending. */
export interface RowSelection {
  readonly users: Int32Array;
  readonly videos: Int32Array;
  readonly interactions: Int32Array;
}

interface RowFilter {
  readonly users?: number | undefined;
  readonly seed: number;
  readonly kinds?: readonly string[] | undefined;
  readonly fromMs?: number | undefined;
  readonly untilMs?: number | undefined;
  readonly onlyUsed: boolean;
  readonly where?:
    | {
        readonly users?: readonly string[] | undefined;
        readonly videos?: readonly string[] | undefined;
        readonly interactions?: readonly string[] | undefined;
      }
    | undefined;
}

/**
 * The rows that pass the filter. A sample of users depends only on their ids and the seed: after the data has grown, the same users are
 * sampled again, except those displaced by new users. @throws INVALID_ARGUMENT for a kind or a column that the data does not have.
 */
export function selectRows(dataset: Dataset, filter: RowFilter): RowSelection {
  const { users, items, interactions } = dataset;
  const { users: whereUsers = [], videos: whereVideos = [], interactions: whereEvents = [] } = filter.where ?? {};
  const matching = rowsPassing(userColumns(users), users.ids.size, whereUsers, 'filter.where.users');
  const isChosen = filter.users === undefined ? matching : chosenUsers(users.ids.ids, filter.users, filter.seed, matching);
  const isShown = rowsPassing(videoColumns(items), items.ids.size, whereVideos, 'filter.where.videos');
  const isWanted = rowsPassing(
    interactionColumns(interactions, users, items),
    interactions.count,
    whereEvents,
    'filter.where.interactions',
  );
  const selectedKinds = kindCodes(interactions.kinds, filter.kinds);
  const { fromMs, untilMs } = filter;
  const isTimed = fromMs !== undefined || untilMs !== undefined;
  const [usedUsers, usedItems] = [new Uint8Array(users.ids.size), new Uint8Array(items.ids.size)];
  const kept = new Int32Array(interactions.count);
  let count = 0;
  for (let i = 0; i < interactions.count; i++) {
    const user = interactions.users[i];
    if (isChosen?.[user] === 0 || isShown?.[interactions.items[i]] === 0 || isWanted?.[i] === 0) continue;
    if (selectedKinds && selectedKinds[interactions.kindCodes[i]] === 0) continue;
    const time = interactions.timestampsMs[i];
    if (isTimed && !(time >= (fromMs ?? -Infinity) && time < (untilMs ?? Infinity))) continue;
    kept[count++] = i;
    usedUsers[user] = 1;
    usedItems[interactions.items[i]] = 1;
  }
  const rowsWhere = (size: number, marks: Uint8Array | undefined): Int32Array =>
    Int32Array.from({ length: size }, (_, row) => row).filter((row) => marks === undefined || marks[row] === 1);
  return {
    users: rowsWhere(users.ids.size, filter.onlyUsed ? usedUsers : isChosen),
    videos: rowsWhere(items.ids.size, filter.onlyUsed ? usedItems : isShown),
    interactions: kept.slice(0, count),
  };
}

function kindCodes(kinds: readonly string[], selectedKinds: readonly string[] | undefined): Uint8Array | undefined {
  if (selectedKinds === undefined) return undefined;
  const unknown = selectedKinds.find((kind) => !kinds.includes(kind));
  if (unknown !== undefined) {
    throw new RankLabError('INVALID_ARGUMENT', `The data has no interactions of the kind “${unknown}”; it has ${kinds.join(', ')}`, {
      place: 'filter.kinds',
      value: unknown,
      remedy: `Use one of: ${kinds.join(', ')}`,
    });
  }
  return Uint8Array.from(kinds, (kind) => (selectedKinds.includes(kind) ? 1 : 0));
}

function chosenUsers(ids: readonly string[], count: number, seed: number, among?: Uint8Array): Uint8Array {
  const hashes = Float64Array.from(ids, (id) => stableHash(`${seed}:${id}`));
  const rows = Int32Array.from(ids, (_, row) => row).filter((row) => among === undefined || among[row] === 1);
  const order = rows.sort((a, b) => hashes[a] - hashes[b] || (ids[a] < ids[b] ? -1 : 1));
  const chosen = new Uint8Array(ids.length);
  for (const row of order.subarray(0, count)) chosen[row] = 1;
  return chosen;
}

/** FNV-1a over UTF-16 units, mixed as in MurmurHash3's finalizer: 32 bits, the same on every machine. */
function stableHash(value: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
