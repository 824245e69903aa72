import { detectTime } from '../formats/detect-time';
import { isMissing } from '../formats/missing';
import { parseNumber } from '../formats/numbers';
import { isTimeName } from '../profile/profile';
import { plainName, userNames, videoNames } from '../roles/fields';
import type { RowShape } from './shape';

const propertyNames = [
  'property',
  'propertyname',
  'attribute',
  'attributename',
  'key',
  'field',
  'feature',
  'featurename',
  'variable',
  'param',
];
const valueNames = ['value', 'propertyvalue', 'attributevalue', 'fieldvalue', 'featurevalue', 'val'];
const idNames = [...videoNames, ...userNames, 'id'];
/** Rarer properties are left out, and said: each one becomes a column. */
const mostProperties = 200;

interface Columns {
  readonly id: number;
  readonly property: number;
  readonly value: number;
  readonly time: number;
}

/**
 * One row per property of a video or user (item, property, value), as RetailRocket has them. Each video becomes one row with a column for
 * every property. Of several values the latest counts; without times all of them are kept, as a list.
 */
export const properties: RowShape = {
  id: 'properties',
  label: 'a property per row: one row per video, one column per property',
  sampleRows: 20_000,
  fits: (rows, header) => {
    const found = header && columnsOf(header, rows);
    if (!found) return false;
    const names = new Set(rows.map((row) => row[found.property]));
    return names.size > 0 && names.size < rows.length;
  },
  open: (columns, rows) => {
    const at = columnsOf(columns, rows) ?? { id: 0, property: 1, value: 2, time: -1 };
    const { names, further } = frequent(rows.map((row) => row[at.property] ?? ''));
    const place = new Map(names.map((name, position) => [name, position]));
    const table = new Map<string, (readonly [value: string, time: number])[][]>();
    let leftOut = 0;
    return {
      columns: [columns[at.id], ...names],
      mapping: {},
      role: userNames.includes(plainName(columns[at.id])) ? 'users' : 'videos',
      row: (cells) => {
        const id = cells[at.id] ?? '';
        const position = place.get(cells[at.property] ?? '');
        if (position === undefined) leftOut++;
        let values = table.get(id);
        if (!values) table.set(id, (values = names.map(() => [])));
        const value = cells[at.value] ?? '';
        if (position === undefined || isMissing(value, false)) return;
        const time = at.time < 0 ? NaN : order(cells[at.time] ?? '');
        const known = values[position];
        if (at.time < 0) {
          if (!known.some(([other]) => other === value)) known.push([value, NaN]);
        } else if (known.length === 0 || !(time < known[0][1])) known.splice(0, 1, [value, time]);
      },
      end: (emit) => {
        for (const [id, values] of table) emit([id, ...values.map(cellOf)]);
        table.clear();
      },
      notes: () =>
        leftOut > 0 ? [`${leftOut} rows are of ${further > 0 ? `${further} or more` : 'further'} rare properties, which are left out`] : [],
    };
  },
};

const cellOf = (values: readonly (readonly [string, number])[]): string =>
  values.length > 1 ? JSON.stringify(values.map(([value]) => value)) : (values[0]?.[0] ?? '');

function columnsOf(header: readonly string[], rows: readonly (readonly string[])[]): Columns | undefined {
  if (header.length < 3 || header.length > 5) return undefined;
  const plain = header.map((name) => plainName(name));
  const named = (names: readonly string[], except: readonly number[] = []): number =>
    plain.findIndex((name, position) => names.includes(name) && !except.includes(position));
  const property = named(propertyNames);
  const value = named(valueNames, [property]);
  const id = named(idNames, [property, value]);
  if (property < 0 || value < 0 || id < 0) return undefined;
  // With both a user and a video it is a log.
  const isLog = plain.some((name) => userNames.includes(name)) && plain.some((name) => videoNames.includes(name));
  const others = plain.map((_, position) => position).filter((position) => ![property, value, id].includes(position));
  const isTime = (position: number): boolean => {
    const cells = rows.slice(0, 500).map((row) => row[position] ?? '');
    const isNamed = isTimeName(header[position]) && cells.every((cell) => !Number.isNaN(parseNumber(cell, 'point')));
    return isNamed || detectTime(cells, true) !== undefined;
  };
  return isLog ? undefined : { id, property, value, time: others.find(isTime) ?? -1 };
}

/** Times are compared only with each other, so digits of any unit do. */
function order(cell: string): number {
  const number = parseNumber(cell.trim(), 'point');
  return Number.isNaN(number) ? Date.parse(cell) : number;
}

function frequent(cells: readonly string[]): { names: string[]; further: number } {
  const times = new Map<string, number>();
  for (const cell of cells) if (!isMissing(cell, false)) times.set(cell, (times.get(cell) ?? 0) + 1);
  const all = [...times].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const names = new Set(all.slice(0, mostProperties));
  // In the order of the file.
  return { names: [...times.keys()].filter((name) => names.has(name)), further: all.length - names.size };
}
