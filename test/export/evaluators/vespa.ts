/** How Vespa ranks with the exported schema: expressions are read from the schema's text. Scores are doubles. */
import type { Exported, Pool } from '../exported';

type Fields = Readonly<Record<string, unknown>>;
type Cells = Readonly<Record<string, number>>;
type Scores = ReadonlyMap<string, number>;

const cellsByValue = new WeakMap<object, Cells>();

/** The cells of a field's value, read once. */
function cellsOf(value: unknown): Cells {
  if (typeof value !== 'object' || value === null) return readCells(value);
  const cells = cellsByValue.get(value) ?? readCells(value);
  cellsByValue.set(value, cells);
  return cells;
}

/** Cells by address: an indexed tensor counts its cells from 0; an absent dense tensor is all zeros, an absent mapped one empty. */
function readCells(value: unknown): Cells {
  if (value === undefined) return {};
  if (Array.isArray(value)) return Object.fromEntries(value.map((cell, index) => [String(index), Math.fround(cell as number)]));
  const tensor = value as { values?: number[]; cells?: Cells };
  if (tensor.values) return readCells(tensor.values);
  return Object.fromEntries(Object.entries(tensor.cells ?? (value as Cells)).map(([address, cell]) => [address, Math.fround(cell)]));
}

/** sum(a * b): the join over equal addresses, added up. */
function sumOfProduct(a: Cells, b: Cells): number {
  let sum = 0;
  for (const address in a) sum += (a[address] ?? 0) * (b[address] ?? 0);
  return sum;
}

const block = (schema: string, name: string): string => new RegExp(`${name} \\{[^}]*expression: ([^\\n]*)`).exec(schema)?.[1] ?? '';

export class Vespa {
  readonly #documents = new Map<string, Fields>();
  readonly #functions = new Map<string, string>();
  readonly #schema: string;

  constructor(exported: Exported) {
    this.#schema = exported.text('item.sd');
    for (const { update, fields } of exported.jsonLines<{ update: string; fields: Record<string, { assign: unknown }> }>(
      'backfill.jsonl',
    )) {
      const values = Object.fromEntries(Object.entries(fields).map(([name, { assign }]) => [name, assign]));
      this.#documents.set(update.split('::')[1] ?? '', values);
    }
    for (const [, name, expression] of this.#schema.matchAll(/function (\w+)\(\) \{ expression: (.*) \}/g))
      this.#functions.set(name ?? '', expression ?? '');
  }

  phase(name: 'first-phase' | 'second-phase' | 'global-phase', pool: Pool): string[] {
    const expression = block(this.#schema, name);
    const signals = new Map([...this.#functions.keys()].map((signal) => [signal, this.#values(signal, pool)] as const));
    const scores = new Map<string, number>(pool.candidates.map(({ id }) => [id, 0]));
    for (const part of expression.split(' + ')) {
      const [, weight, normalize, signal] = /^\((\S+)\) \* (?:(normalize_linear)\()?(\w+)\)?$/.exec(part) ?? [];
      const values = signals.get(signal ?? '') as Scores;
      const scaled = normalize ? normalizeLinear(values) : values;
      for (const [id, value] of scaled) scores.set(id, (scores.get(id) ?? 0) + Number(weight) * value);
    }
    return [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
  }

  #values(signal: string, { request, candidates }: Pool): Scores {
    const expression = this.#functions.get(signal) ?? '';
    const inputs: Readonly<Record<string, unknown>> = { ...request };
    const [, input, tensor] = /^sum\(query\((\w+)\) \* attribute\((\w+)\)\)$/.exec(expression) ?? [];
    const [, attribute] = /^attribute\((\w+)\)$/.exec(expression) ?? [];
    return new Map(
      candidates.map(({ id }) => {
        const fields = this.#documents.get(id) ?? {};
        if (attribute !== undefined) return [id, Math.fround(Number(fields[attribute]))];
        return [id, sumOfProduct(cellsOf(inputs[input ?? '']), cellsOf(fields[tensor ?? '']))];
      }),
    );
  }
}

/** (x − min) / (max − min) over the hits of the global phase; 0 for all where they are equal. */
function normalizeLinear(values: Scores): Scores {
  const [low, high] = [Math.min(...values.values()), Math.max(...values.values())];
  return new Map([...values].map(([id, value]) => [id, high > low ? (value - low) / (high - low) : 0]));
}
