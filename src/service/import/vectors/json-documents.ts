type Entries = readonly (readonly [string, unknown])[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((element) => typeof element === 'number' || element === null);
/** The name of the column of ids where they are keys of an object. */
const keyColumn = 'key';

/**
 * The rows of one JSON document, as libraries write tables and collections: columns of lists (`{"ids": […], "embeddings": [[…]]}`), columns by row number
 * (pandas), names of columns beside lists of cells, objects by id, or rows in a property of their own (`{"data": [{…}]}`). Undefined for another document.
 */
export function documentRows(document: unknown): readonly object[] | undefined {
  if (!isObject(document)) return undefined;
  const entries = Object.entries(document);
  return rowsUnderNames(document) ?? rowsOfLists(entries) ?? rowsByNumber(entries) ?? rowsById(entries) ?? rowsWithin(entries);
}

/** Names of the columns, and the cells of each row in that order. */
function rowsUnderNames({ columns, data }: Readonly<Record<string, unknown>>): object[] | undefined {
  const areNames = Array.isArray(columns) && columns.every((name) => typeof name === 'string');
  const isRow = (row: unknown): row is unknown[] => Array.isArray(row) && areNames && row.length === columns.length;
  if (!areNames || !Array.isArray(data) || data.length === 0 || !data.every(isRow)) return undefined;
  return data.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
}

/** Columns of lists, all of one length, one of them of vectors. */
function rowsOfLists(entries: Entries): object[] | undefined {
  const vectors = entries.filter(([, value]) => Array.isArray(value) && value.length > 0 && value.every(isNumbers));
  const [, first] = vectors[0] ?? [];
  if (!Array.isArray(first)) return undefined;
  const columns = entries.filter(([, value]) => Array.isArray(value) && value.length === first.length) as [string, unknown[]][];
  return first.map((_, row) => Object.fromEntries(columns.map(([name, cells]) => [name, cells[row]])));
}

/** Columns whose cells are named by row numbers, with texts or vectors among them. */
function rowsByNumber(entries: Entries): object[] | undefined {
  const columns = entries.filter(([, value]) => isObject(value)) as [string, Readonly<Record<string, unknown>>][];
  const [, first] = columns[0] ?? [];
  if (!first || columns.length < entries.length) return undefined;
  const numbers = Object.keys(first);
  const isColumn = ([, cells]: (typeof columns)[number]): boolean => Object.keys(cells).length === numbers.length;
  if (numbers.length === 0 || !numbers.every((number, at) => number === String(at)) || !columns.every(isColumn)) return undefined;
  const isTold = columns.some(([, cells]) => Object.values(cells).every((cell) => typeof cell === 'string' || isNumbers(cell)));
  return isTold ? numbers.map((number) => Object.fromEntries(columns.map(([name, cells]) => [name, cells[number]]))) : undefined;
}

/** Objects by id: each with a vector, or with a number for each dimension. */
function rowsById(entries: Entries): object[] | undefined {
  const isRow = (value: unknown): boolean =>
    isObject(value) && (Object.values(value).some(isNumbers) || Object.values(value).filter((cell) => typeof cell === 'number').length > 1);
  if (entries.length < 2 || !entries.every(([, value]) => isRow(value))) return undefined;
  return entries.map(([id, row]) => ({ [keyColumn]: id, ...(row as object) }));
}

/** The only property that holds rows. */
function rowsWithin(entries: Entries): readonly object[] | undefined {
  const found = entries.flatMap(([, value]) => {
    const rows = Array.isArray(value) && value.length > 0 && value.every(isObject) ? value : documentRows(value);
    return rows === undefined ? [] : [rows];
  });
  return found.length === 1 ? found[0] : undefined;
}
