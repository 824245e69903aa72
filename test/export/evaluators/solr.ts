/** How Solr's learning-to-rank module ranks: features and linear model are evaluated from their JSON, in single precision. */
import type { Exported, Pool } from '../exported';
import { normOf } from './search-engine';

type Doc = Readonly<Record<string, unknown>>;
interface Feature {
  readonly name: string;
  readonly class: string;
  readonly params: { readonly field?: string; readonly q?: string };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] ?? NaN) * (b[d] ?? NaN);
  return sum;
}
const { fround } = Math;

interface Vector {
  readonly values: Float32Array;
  readonly squaredNorm: number;
}
const vectorOf = (numbers: readonly number[]): Vector => {
  const values = Float32Array.from(numbers);
  return { values, squaredNorm: dot(values, values) };
};
const vectors = new WeakMap<object, Vector>();

/** Lucene's COSINE: (1 + cos) / 2, at least 0; a document without the vector has 0. */
function vectorSimilarity(query: Vector, value: unknown): number {
  if (!Array.isArray(value)) return 0;
  const vector = vectors.get(value) ?? vectorOf(value as number[]);
  vectors.set(value, vector);
  const cosine = fround(dot(query.values, vector.values) / Math.sqrt(query.squaredNorm * vector.squaredNorm));
  return Math.max(0, fround((1 + cosine) / 2));
}

type Evaluator = (doc: Doc) => number;

/** The functions that the features use: product, sub, field, vectorSimilarity; read once for all documents. */
function read(text: string): Evaluator {
  const call = /^(\w+)\((.*)\)$/s.exec(text);
  if (!call) {
    const constant = fround(Number(text));
    return () => constant;
  }
  const args = split(call[2] ?? '');
  const [first = '', second = ''] = args;
  switch (call[1]) {
    case 'product': {
      const factors = args.map(read);
      return (doc) => factors.reduce((product, factor) => fround(product * factor(doc)), 1);
    }
    case 'sub': {
      const [minuend, subtrahend] = [read(first), read(second)];
      return (doc) => fround(minuend(doc) - subtrahend(doc));
    }
    case 'field':
      return (doc) => fround(Number(doc[first] ?? 0));
    case 'vectorSimilarity': {
      const query = vectorOf(JSON.parse(args[2] ?? '[]') as number[]);
      return (doc) => vectorSimilarity(query, doc[args[3] ?? '']);
    }
    default:
      throw new Error(`unknown function ${call[1]}`);
  }
}

/** Arguments at the outermost level. */
function split(text: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const sign of text) {
    if ('(['.includes(sign)) depth++;
    if (')]'.includes(sign)) depth--;
    if (sign === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

export class Solr {
  readonly #documents: ReadonlyMap<string, Doc>;
  readonly #features: ReadonlyMap<string, Feature>;
  readonly #model: { features: { name: string }[]; params: { weights: Record<string, number> } };

  constructor(exported: Exported) {
    const lines = exported.json<Record<string, unknown>[]>('backfill.json');
    const plain = ([name, value]: [string, unknown]): [string, unknown] => [
      name,
      typeof value === 'object' ? (value as { set: unknown }).set : value,
    ];
    this.#documents = new Map(lines.map((line) => [String(line.id), Object.fromEntries(Object.entries(line).map(plain))]));
    this.#features = new Map(exported.json<Feature[]>('features.json').map((feature) => [feature.name, feature]));
    this.#model = exported.json('model.json');
  }

  rank(pool: Pool): string[] {
    const { request } = pool;
    const efi: Record<string, string> = {
      profile: `[${(request.profile ?? []).join(',')}]`,
      factors: `[${(request.factors ?? []).join(',')}]`,
      factors_norm: String(request.factors ? normOf(request.factors) : 0),
    };
    const terms = this.#model.features.map(({ name }) => {
      const { params } = this.#features.get(name) as Feature;
      const weight = fround(this.#model.params.weights[name] ?? NaN);
      const { q, field = '' } = params;
      const value: Evaluator =
        q === undefined
          ? (doc) => fround(Number(doc[field] ?? 0))
          : read(q.replace('{!func}', '').replace(/\$\{(\w+)\}/g, (_, key: string) => efi[key] ?? ''));
      return { value, weight };
    });
    const score = (doc: Doc): number => terms.reduce((sum, { value, weight }) => fround(sum + fround(value(doc) * weight)), 0);
    return pool.candidates
      .map(({ id }) => ({ id, score: score(this.#documents.get(id) ?? {}) }))
      .sort((a, b) => b.score - a.score)
      .map(({ id }) => id);
  }
}
