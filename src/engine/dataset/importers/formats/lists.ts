import { splitValues } from '../../csv-cells';

/** How one cell is split into several labels. */
export interface ListFormat {
  /** Candidate separators; a cell is split by the first one that it contains. */
  readonly separators: readonly string[];
  /** JSON and Python lists and #tags are parsed as lists, whatever the separator of other cells. */
  readonly nested: boolean;
  /** A separator or backslash inside a value is escaped with a backslash (see `splitValues`). */
  readonly escaped: boolean;
  /** Cells that mean "none", such as "(no genres listed)". */
  readonly noneCells: readonly string[];
}

/** Separators in order of precedence; the later ones also occur inside names. */
const listSeparators = ['|', ';', ' / ', '\u001f', ','] as const;

/** The labels of one cell, in order, without repetitions. An element of a list is one label, whatever characters it contains. */
export function readList(cell: string, format: ListFormat): string[] {
  const text = cell.trim();
  if (format.noneCells.includes(text)) return [];
  if (format.escaped) return distinct(splitValues(cell, format.separators[0]));
  if (text === '') return [];
  const elements = format.nested ? nestedList(text) : undefined;
  if (elements) return distinct(elements);
  const separator = format.separators.find((sign) => text.includes(sign));
  return distinct((separator === undefined ? [text] : text.split(separator)).map((label) => label.trim()));
}

const distinct = (labels: readonly string[]): string[] => [...new Set(labels)].filter((label) => label !== '');

/** The elements of a JSON, Python or PostgreSQL list, of a Python set or tuple, or of #one #two; undefined for another text. */
export function nestedList(text: string): string[] | undefined {
  if (text.startsWith('[') && text.endsWith(']')) return jsonList(text) ?? pythonList(text);
  if (/^(\{\s*'[^]*\}|\(\s*['"][^]*\))$/.test(text) && !/['"]\s*:/.test(text)) return pythonList(text);
  if (/^(frozen)?set\((\[[^]*\]|\{[^]*\})?\)$/.test(text)) return pythonList(text.slice(text.indexOf('(') + 1, -1));
  if (/^\{\s*['"][^]*:[^]*\}$/.test(text)) return weightedLabels(text);
  if (text.startsWith('{') && text.endsWith('}') && !text.includes(':')) return jsonList(`[${quotedElements(text.slice(1, -1))}]`);
  if (/^#[\p{L}\p{N}_]+(\s*[,;]?\s*#[\p{L}\p{N}_]+)*$/u.test(text)) return text.split(/[\s,;]*#/).filter((tag) => tag !== '');
  return undefined;
}

function jsonList(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.flatMap((element) => labelOf(element) ?? []) : undefined;
  } catch {
    return undefined;
  }
}

/** The labels of an object that gives each of them a number or yes/no (`{"drama": 0.9, "war": 0}`); none of those with 0 or no. */
function weightedLabels(text: string): string[] | undefined {
  try {
    const entries = Object.entries(JSON.parse(pythonAsJson(text)) as Record<string, unknown>);
    const areWeights = entries.every(([, value]) => typeof value === 'number' || typeof value === 'boolean');
    return areWeights ? entries.filter(([, value]) => Boolean(value)).map(([label]) => label) : undefined;
  } catch {
    return undefined;
  }
}

const nameKeys = ['name', 'label', 'title', 'value', 'text', 'tag', 'id'];

/** The element itself, or an object's name. */
function labelOf(element: unknown): string | undefined {
  if (typeof element === 'string') return element;
  if (typeof element === 'number' || typeof element === 'boolean') return String(element);
  if (typeof element !== 'object' || element === null) return undefined;
  const entries = (Object.entries(element) as [string, unknown][]).map(([key, value]) => [key.toLowerCase(), value] as const);
  const found = nameKeys.map((name) => entries.find(([key]) => key === name)?.[1]).find((value) => typeof value !== 'undefined');
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

/** Python's lists have single quotes, None, True and False, and blanks between elements in numpy's. */
function pythonList(text: string): string[] | undefined {
  const tokens = [...text.slice(1, -1).matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,'"]+)/g)];
  if (text.startsWith('[') && text.includes('{')) return jsonList(pythonAsJson(text));
  if (!/['"]/.test(text) && text.includes(','))
    return text
      .slice(1, -1)
      .split(',')
      .map((part) => part.trim())
      .filter(isGiven);
  return tokens.flatMap(([, single, double, bare]) => {
    const quoted = single ?? double;
    if (quoted !== undefined) return [quoted.replace(/\\(.)/g, '$1')];
    return bare !== undefined && isGiven(bare) ? [bare] : [];
  });
}

const isGiven = (element: string): boolean => !['', 'None', 'nan'].includes(element);

/** Converts Python literals to JSON; handles lists of flat objects. */
const pythonAsJson = (text: string): string =>
  text.replace(
    /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\b(None|True|False|nan)\b/g,
    (match, single?: string, double?: string, word?: string) => {
      if (word !== undefined) return word === 'True' ? 'true' : word === 'False' ? 'false' : 'null';
      return single === undefined && double === undefined ? match : JSON.stringify((single ?? double ?? '').replace(/\\(.)/g, '$1'));
    },
  );

const quotedElements = (text: string): string =>
  (text.match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? [])
    .map((element) => (element.startsWith('"') ? element : JSON.stringify(element.trim())))
    .join(',');

/** The separators of a column of labels: the most frequent one, and those used at least half as often. */
export function detectList(cells: readonly string[]): Pick<ListFormat, 'separators' | 'nested'> {
  const divided = cells.filter((cell) => nestedList(cell.trim()) === undefined);
  const nested = divided.length < cells.length;
  const uses = new Map<string, number>();
  for (const cell of divided) {
    const sign = listSeparators.find((separator) => cell.includes(separator));
    if (sign !== undefined) uses.set(sign, (uses.get(sign) ?? 0) + 1);
  }
  const most = Math.max(0, ...uses.values());
  const separators = listSeparators.filter((sign) => 2 * (uses.get(sign) ?? 0) >= Math.max(1, most));
  return { separators: separators.length > 0 || nested ? separators : ['|'], nested };
}
