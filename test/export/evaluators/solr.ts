/** How Solr's learning-to-rank module ranks: features and linear model are evaluated from their JSON, in single precision. */
import type { Exported, Pool } from '../exported';
import { normOf } from './search-engine';

type Doc = Readonly<Record<string, unknown>>;
interface Feature {
  readonly name: string;
  readonly class: string;
  readonly params: { readonly field?: string; readonly q?: string };
}

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, d) => sum + value * (b[d] ?? NaN), 0);
const { fround } = Math;

/** Lucene's COSINE: (1 + cos) / 2, at least 0; a document without the vector has 0. */
function vectorSimilarity(query: readonly number[], value: unknown): number {
  if (!Array.isArray(value)) return 0;
  const [a, b] = [Float32Array.from(query), Float32Array.from(value as number[])];
  return Math.max(0, fround((1 + fround(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))) / 2));
}

/** The functions that the features use: product, sub, field, vectorSimilarity. */
function evaluate(text: string, doc: Doc): number {
  const call = /^(\w+)\((.*)\)$/s.exec(text);
  if (!call) return fround(Number(text));
  const args = split(call[2] ?? '');
  switch (call[1]) {
    case 'product':
      return args.reduce((product, arg) => fround(product * evaluate(arg, doc)), 1);
    case 'sub':
      return fround(evaluate(args[0] ?? '', doc) - evaluate(args[1] ?? '', doc));
    case 'field':
      return fround(Number(doc[args[0] ?? ''] ?? 0));
    case 'vectorSimilarity':
      return vectorSimilarity(JSON.parse(args[2] ?? '[]') as number[], doc[args[3] ?? '']);
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
    const score = (doc: Doc): number =>
      this.#model.features.reduce((sum, { name }) => {
        const { params } = this.#features.get(name) as Feature;
        const value =
          params.q === undefined
            ? fround(Number(doc[params.field ?? ''] ?? 0))
            : evaluate(
                params.q.replace('{!func}', '').replace(/\$\{(\w+)\}/g, (_, key: string) => efi[key] ?? ''),
                doc,
              );
        return fround(sum + fround(value * fround(this.#model.params.weights[name] ?? NaN)));
      }, 0);
    return pool.candidates
      .map(({ id }) => ({ id, score: score(this.#documents.get(id) ?? {}) }))
      .sort((a, b) => b.score - a.score)
      .map(({ id }) => id);
  }
}
