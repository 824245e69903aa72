import { videoNames, plainName } from '#engine/dataset/importers/roles/fields';
import type { VectorKey } from '#engine/embeddings/port';
import { RankLabError } from '#shared/errors';
import { numberList, numberOf } from './number-list';

/** Which columns of a table hold the vectors, by position, and which may hold ids. */
export interface VectorColumns {
  /** One column of lists, or one column per dimension. */
  readonly list: number | undefined;
  readonly dimensions: readonly number[];
  /** Positions of the columns that may hold ids. */
  readonly keys: readonly number[];
  readonly notes: readonly string[];
}

interface Request {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly isNamed: boolean;
  readonly path: string;
  readonly vectorColumn?: string | undefined;
}

/** More columns beside the vectors are not kept in memory. */
const mostKeys = 12;
const vectorNames = new Set(['embedding', 'embeddings', 'vector', 'vectors', 'emb', 'vec', 'features', 'values', 'representation']);
const rowNames = new Set(['', 'index', 'level0', 'indexlevel0', 'row', 'rowid', 'rowname', 'rownumber', 'unnamed0', 'unnamed']);

/** What a column's name says about its cells. */
export function meaningOf(name: string, isNamed: boolean): VectorKey['says'] {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (!isNamed || rowNames.has(plain) || /^column \d+$/.test(name)) return 'row';
  return videoNames.includes(plainName(name)) || ['id', 'key', 'word', 'customid'].includes(plainName(name)) ? 'video' : 'other';
}

/**
 * Finds the vectors of a table: a column of lists, columns numbered alike (`d0`, `d1` …), or all columns of numbers.
 * @throws IMPORT_FAILED for a table without vectors, or with several.
 */
export function findVectorColumns(request: Request): VectorColumns {
  const { names, rows, path, vectorColumn } = request;
  const positions = names.map((_, position) => position);
  const lists = positions.filter((position) => isList(rows, position));
  const numbers = positions.filter((position) => !lists.includes(position) && isNumeric(rows, position));
  const groups = numberedGroups(request, numbers);
  const chosenColumn = vectorColumn === undefined ? undefined : pick(vectorColumn, request, lists, groups);
  const chosen = chosenColumn ?? usual(request, lists, groups, numbers);
  const used = new Set(typeof chosen === 'number' ? [chosen] : chosen);
  const rest = positions.filter((position) => !used.has(position));
  const keys = rest.filter((position) => !lists.includes(position)).slice(0, mostKeys);
  if (used.size === 0)
    throw refused(path, 'has no vectors: no column of lists and no columns of numbers', 'Check that it is the right file');
  const lost = rest.filter((position) => !keys.includes(position)).map((position) => `“${names[position]}”`);
  return {
    list: typeof chosen === 'number' ? chosen : undefined,
    dimensions: typeof chosen === 'number' ? [] : chosen,
    keys,
    notes: lost.length === 0 ? [] : [`Ignored: ${lost.slice(0, 10).join(', ')}${lost.length > 10 ? ` and ${lost.length - 10} more` : ''}`],
  };
}

const cellsOf = (rows: Request['rows'], position: number): string[] =>
  rows.map((row) => (row[position] ?? '').trim()).filter((cell) => cell !== '');

function isList(rows: Request['rows'], position: number): boolean {
  const cells = cellsOf(rows, position);
  // 4,25 is a number with a decimal comma.
  const lengths = cells
    .map((cell) => (/^[-+]?\d*,\d+(e[-+]?\d+)?$/i.test(cell) ? undefined : numberList(cell)))
    .map((list) => (list === 'shortened' ? 2 : (list?.length ?? 0)));
  return cells.length > 0 && 2 * lengths.filter((length) => length > 0).length > cells.length;
}

function isNumeric(rows: Request['rows'], position: number): boolean {
  const cells = cellsOf(rows, position);
  const numbers = cells.filter((cell) => numberOf(cell.replace(',', '.')) !== undefined).length;
  return rows.length === 0 || (numbers >= 0.5 * cells.length && cells.length > 0) || (cells.length === 0 && rows.length > 0);
}

/** Columns whose names differ only in their number, by the part before it; the largest first. */
function numberedGroups({ names, isNamed }: Request, numbers: readonly number[]): { prefix: string; columns: number[] }[] {
  if (!isNamed) return [];
  const groups = new Map<string, number[]>();
  for (const position of numbers) {
    const prefix = /^(.*?)\d+\D?$/.exec(names[position] ?? '')?.[1];
    if (prefix !== undefined) groups.set(prefix, [...(groups.get(prefix) ?? []), position]);
  }
  return [...groups]
    .map(([prefix, columns]) => ({ prefix, columns }))
    .filter(({ columns }) => columns.length > 1)
    .sort((a, b) => b.columns.length - a.columns.length);
}

type Groups = ReturnType<typeof numberedGroups>;

function pick(chosenColumn: string, { names, path }: Request, lists: readonly number[], groups: Groups): number | readonly number[] {
  const list = lists.find((position) => names[position] === chosenColumn);
  const group = groups.find(({ prefix }) => prefix === chosenColumn);
  if (list !== undefined) return list;
  if (group) return group.columns;
  throw refused(path, `has no vectors called “${chosenColumn}”`, `It has ${choices(names, lists, groups)}`);
}

function choices(names: readonly string[], lists: readonly number[], groups: Groups): string {
  const all = [...lists.map((position) => names[position] ?? ''), ...groups.map(({ prefix }) => prefix)];
  return all.length === 0 ? 'none' : all.map((name) => `“${name}”`).join(', ');
}

function usual(request: Request, lists: readonly number[], groups: Groups, numbers: readonly number[]): number | readonly number[] {
  const { names, path } = request;
  const named = lists.filter((position) => vectorNames.has(plainName(names[position] ?? '')));
  const [only] = lists.length === 1 ? lists : named;
  if (lists.length > 1 && named.length !== 1)
    throw refused(path, `has several columns of vectors: ${choices(names, lists, [])}`, 'Name one of them (vectorColumn)');
  if (only !== undefined) return only;
  const [largest, second] = groups;
  if (largest && second?.columns.length === largest.columns.length)
    throw refused(path, `has several groups of columns: ${choices(names, [], groups)}`, 'Name the beginning of one of them (vectorColumn)');
  return largest?.columns ?? withoutIds(request, numbers);
}

/** All columns of numbers but those of ids: by name, or whole numbers that differ in every row, in front of fractions. */
function withoutIds({ names, rows, isNamed }: Request, numbers: readonly number[]): readonly number[] {
  const isId = (position: number): boolean => {
    const meaning = isNamed ? meaningOf(names[position] ?? '', true) : 'other';
    if (meaning !== 'other') return true;
    const cells = cellsOf(rows, position);
    const isWhole = (cell: string): boolean => /^\d+(\.0+)?$/.test(cell);
    const others = numbers.filter((other) => other !== position).flatMap((other) => cellsOf(rows, other));
    return position === 0 && cells.every(isWhole) && new Set(cells).size === cells.length && others.some((cell) => !isWhole(cell));
  };
  const found = numbers.filter((position) => !isId(position));
  // A single number is a fact about the video, not its direction.
  return found.length > 1 ? found : [];
}

const refused = (path: string, problem: string, remedy: string): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${path} ${problem}`, { place: path, remedy });
