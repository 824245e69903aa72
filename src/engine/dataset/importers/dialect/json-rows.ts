/** Splits text into its JSON objects, one after the other or in a list, each over any number of lines. */
export function cutObjects(text: string, limit = Infinity): { readonly objects: string[]; readonly end: number } {
  const objects: string[] = [];
  let depth = 0;
  let start = -1;
  let inText = false;
  let end = 0;
  for (let at = 0; at < text.length && objects.length < limit; at++) {
    const sign = text[at];
    if (inText) {
      if (sign === '\\') at++;
      else if (sign === '"') inText = false;
    } else if (sign === '"') inText = depth > 0;
    else if (sign === '{' && depth++ === 0) start = at;
    else if (sign === '}' && depth > 0 && --depth === 0) {
      objects.push(text.slice(start, at + 1));
      end = at + 1;
    }
  }
  return { objects, end };
}

/**
 * The cells of an object by path (`event.object.id`), lists as JSON; undefined for a text that is not an object. Whole numbers too
 * long for a double keep their digits.
 */
export function objectCells(text: string): Map<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(/\d{16}/.test(text) ? withLongNumbersQuoted(text) : text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const cells = new Map<string, string>();
    addCells(cells, '', value);
    return cells;
  } catch {
    return undefined;
  }
}

const withLongNumbersQuoted = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (token) => (token.startsWith('"') ? token : `"${token}"`));

function addCells(cells: Map<string, string>, prefix: string, value: object): void {
  for (const [key, cell] of Object.entries(value) as [string, unknown][]) {
    const path = prefix + key;
    if (typeof cell === 'string') cells.set(path, cell);
    else if (typeof cell === 'number' || typeof cell === 'boolean') cells.set(path, String(cell));
    else if (Array.isArray(cell)) cells.set(path, JSON.stringify(cell));
    else if (typeof cell === 'object' && cell !== null) addCells(cells, `${path}.`, cell);
    else cells.set(path, '');
  }
}

/** The objects as a table: one column for every path that occurs, in order of appearance. */
export function objectTable(objects: readonly Map<string, string>[]): { names: string[]; rows: string[][] } {
  const names = [...new Set(objects.flatMap((cells) => [...cells.keys()]))];
  return { names, rows: objects.map((cells) => names.map((name) => cells.get(name) ?? '')) };
}
