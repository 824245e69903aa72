import { RankLabError } from '#shared/errors';

/** The roles of a run's columns. */
export const runRoles = ['user', 'item', 'rank', 'score'] as const;
type RunRole = (typeof runRoles)[number];

/** Usual column names, letters and digits only, the most certain first. */
const names: Readonly<Record<RunRole, readonly string[]>> = {
  user: words(
    'userid user uid query queryid qid topic topicid customerid customer memberid member visitorid accountid username session sessionid',
  ),
  item: words(
    'itemid item iid videoid video docid docno doc document documentid movieid movie contentid productid product articleid article trackid songid bookid asin sku',
  ),
  rank: words('rank position pos ranking place'),
  score: words('score prediction predictedscore pred estimate similarity probability logit rating'),
};

function words(text: string): string[] {
  return text.split(' ');
}

const plain = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Role → name of its column, where the file does not use a usual name. */
export type RunColumnMap = Partial<Readonly<Record<RunRole, string>>>;

export interface RunColumns {
  readonly user: number;
  readonly item: number;
  /** −1 where there is none. */
  readonly rank: number;
  readonly score: number;
  /** Every other column. */
  readonly others: readonly number[];
}

/** @throws INVALID_ARGUMENT for an unknown mapped column, IMPORT_FAILED where user, item or both of rank and score are missing. */
export function planRunColumns(headers: readonly string[], map: RunColumnMap, file: string): RunColumns {
  const found = Object.fromEntries(runRoles.map((role) => [role, findColumn(headers, role, map, file)])) as Record<RunRole, number>;
  const missing = [
    ...(found.user < 0 ? ['user'] : []),
    ...(found.item < 0 ? ['item'] : []),
    ...(found.rank < 0 && found.score < 0 ? ['rank or score'] : []),
  ];
  if (missing.length > 0) {
    throw new RankLabError(
      'IMPORT_FAILED',
      `${file} has no column for ${missing.join(' and ')}; it has ${headers.slice(0, 20).join(', ')}`,
      {
        place: file,
        remedy: 'Name the columns user, item, rank, score, or say which is which (user=COLUMN, item=COLUMN, …)',
      },
    );
  }
  const used = new Set(Object.values(found));
  return { ...found, others: headers.flatMap((_, index) => (used.has(index) ? [] : [index])) };
}

function findColumn(headers: readonly string[], role: RunRole, map: RunColumnMap, file: string): number {
  const columnName = map[role];
  if (columnName !== undefined) {
    const index = headers.indexOf(columnName);
    if (index >= 0) return index;
    throw new RankLabError('INVALID_ARGUMENT', `${file} has no column “${columnName}”; it has ${headers.slice(0, 20).join(', ')}`, {
      place: `map.${role}`,
      value: columnName,
    });
  }
  const mapped = new Set(Object.values(map));
  const headersPlain = headers.map((header) => (mapped.has(header) ? '' : plain(header)));
  for (const name of names[role]) {
    const index = headersPlain.indexOf(name);
    if (index >= 0) return index;
  }
  return -1;
}
