import { compileFunction } from 'node:vm';

/**
 * Evaluates the part of Painless that the exported scripts use. Painless is Java-like; it differs from JavaScript here in
 * typed declarations, the loop over a collection, and the methods of lists, maps and document values.
 */
export interface VectorMath {
  /** Arguments as the script passes them. */
  readonly functions: Readonly<Record<string, (...scriptArgs: never[]) => number>>;
}

type Doc = Readonly<Record<string, unknown>>;

/** doc['field']: a list of values, with `value` for the first. */
class DocValues {
  readonly values: readonly unknown[];
  constructor(
    value: unknown,
    readonly vector: readonly number[] | undefined,
  ) {
    this.values = value === undefined || value === null ? [] : vector ? [value] : Array.isArray(value) ? value : [value];
  }
  size(): number {
    return this.values.length;
  }
  get value(): unknown {
    if (this.values.length === 0) throw new Error('the document has no value for the field');
    return typeof this.values[0] === 'number' ? Math.fround(this.values[0]) : this.values[0];
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.values[Symbol.iterator]();
  }
}

export class List {
  constructor(readonly elements: readonly number[]) {}
  size(): number {
    return this.elements.length;
  }
}

class Table {
  constructor(readonly entries: Readonly<Record<string, number>>) {}
  getOrDefault(key: string, otherwise: number): number {
    return Object.hasOwn(this.entries, key) ? this.entries[key] : otherwise;
  }
}

const javaValue = (value: unknown): unknown =>
  Array.isArray(value)
    ? new List(value as number[])
    : typeof value === 'object' && value !== null
      ? new Table(value as Record<string, number>)
      : value;

/** Vector fields by name. */
const isVector = (field: string): boolean => field === 'rl_embedding' || field === 'rl_factors';

const compiled = new Map<string, (...scriptArgs: unknown[]) => number>();

function compile(source: string, names: readonly string[]): (...scriptArgs: unknown[]) => number {
  const key = `${names.join()} ${source}`;
  let script = compiled.get(key);
  if (!script) {
    const body = source.replace(/\bdouble (\w+) =/g, 'let $1 =').replace(/for \(String (\w+) : /g, 'for (const $1 of ');
    // The scripts come from this repository's exporter.
    script = compileFunction(body, ['params', 'doc', ...names]) as (...scriptArgs: unknown[]) => number;
    compiled.set(key, script);
  }
  return script;
}

export function runPainless(source: string, params: Readonly<Record<string, unknown>>, document: Doc, { functions }: VectorMath): number {
  const doc = new Proxy(
    {},
    {
      get: (_, field: string) => new DocValues(document[field], isVector(field) ? (document[field] as number[] | undefined) : undefined),
    },
  );
  const scriptArgs = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, javaValue(value)]));
  const names = Object.keys(functions);
  const bound = names.map(
    (name) =>
      (...args: unknown[]) =>
        (functions[name] as (...all: unknown[]) => number)(...args, document),
  );
  const score = compile(source, names)(scriptArgs, doc, ...bound);
  if (!(score >= 0)) throw new Error(`a script must not give ${score}`);
  return score;
}

const floats = (values: readonly number[]): Float32Array => Float32Array.from(values);

/** Elasticsearch: dotProduct(list, 'field'), in double precision over float vectors. */
export const elasticsearchMath: VectorMath = {
  functions: {
    dotProduct: (query: List, field: string, document: Doc): number => {
      const [a, b] = [floats(query.elements), floats(document[field] as number[])];
      return a.reduce((sum, value, d) => sum + value * (b[d] ?? NaN), 0);
    },
  },
};

/** OpenSearch: cosineSimilarity(list, doc['field']), a float. */
export const opensearchMath: VectorMath = {
  functions: {
    cosineSimilarity: (query: List, values: DocValues): number => {
      const [a, b] = [floats(query.elements), floats(values.vector ?? [])];
      let [dot, ofA, ofB] = [0, 0, 0];
      a.forEach((value, d) => {
        dot += value * (b[d] ?? NaN);
        ofA += value * value;
        ofB += (b[d] ?? NaN) ** 2;
      });
      return Math.fround(dot / Math.sqrt(ofA * ofB));
    },
  },
};
