/** How Elasticsearch and OpenSearch rank: queries are evaluated from their JSON. Scores are floats (Lucene). */
import type { Exported, Pool } from '../exported';
import { runPainless, type VectorMath } from './painless';

type Doc = Readonly<Record<string, unknown>>;
interface Script {
  readonly source: string;
  readonly params: Readonly<Record<string, unknown>>;
}
interface BoolQuery {
  readonly bool: {
    readonly filter: readonly { readonly terms?: Readonly<Record<string, readonly string[]>> }[];
    readonly must_not?: readonly { readonly terms: Readonly<Record<string, readonly string[]>> }[];
  };
}
export interface ScriptScore {
  readonly script_score: { readonly query: BoolQuery; readonly script: Script };
}
interface FunctionScore {
  readonly function_score: { readonly functions: readonly ScoreFunction[]; readonly score_mode: 'sum'; readonly boost_mode: 'replace' };
}
interface ScoreFunction {
  readonly weight?: number;
  readonly field_value_factor?: { readonly field: string; readonly missing: number };
  readonly script_score?: { readonly script: Script };
}

/** Documents after the bulk file: partial updates by id. */
export function documentsOf(exported: Exported): ReadonlyMap<string, Doc> {
  const lines = exported.jsonLines<{ update?: { _id: string }; doc?: Doc }>('backfill.ndjson');
  const documents = new Map<string, Doc>();
  for (let at = 0; at < lines.length; at += 2) documents.set(lines[at]?.update?._id ?? '', lines[at + 1]?.doc ?? {});
  return documents;
}

export const normOf = (vector: readonly number[]): number => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

/** The values that a client substitutes for the example's parameters. */
export function paramsOf({ request }: Pool): Record<string, unknown> {
  return {
    profile: request.profile ?? [],
    factors: request.factors ?? [],
    factors_norm: request.factors ? normOf(request.factors) : 0,
    categories: request.categories ?? {},
    creators: request.creators ?? {},
  };
}

const overlaps = (document: Doc, terms: Readonly<Record<string, readonly string[]>>): boolean =>
  Object.entries(terms).every(([field, wanted]) =>
    wanted.some((term) => (document[field] as string[] | undefined)?.includes(term) === true),
  );

const matches = (document: Doc, { bool }: BoolQuery): boolean =>
  bool.filter.every(({ terms }) => terms === undefined || overlaps(document, terms)) &&
  !(bool.must_not ?? []).some(({ terms }) => overlaps(document, terms));

export class SearchEngine {
  readonly #documents: ReadonlyMap<string, Doc>;

  constructor(
    readonly exported: Exported,
    readonly math: VectorMath,
  ) {
    this.#documents = documentsOf(exported);
  }

  /** Ids by descending score; ties by `rl_row`, which is also the order in which documents were indexed. */
  #ranked(pool: Pool, query: BoolQuery, score: (document: Doc) => number): string[] {
    return pool.candidates
      .map(({ id }) => ({ id, document: this.#documents.get(id) ?? {} }))
      .filter(({ document }) => matches(document, query))
      .map(({ id, document }) => ({ id, row: Number(document.rl_row), score: Math.fround(score(document)) }))
      .sort((a, b) => b.score - a.score || a.row - b.row)
      .map(({ id }) => id);
  }

  #script({ source, params }: Script, pool: Pool, document: Doc): number {
    return runPainless(source, { ...params, ...paramsOf(pool) }, document, this.math);
  }

  scriptScore(pool: Pool, { script_score: { query, script } }: ScriptScore): string[] {
    return this.#ranked(pool, query, (document) => this.#script(script, pool, document));
  }

  /** score_mode sum, boost_mode replace: Σ weight · function, each function at least 0. */
  functionScore(pool: Pool, { function_score: { functions } }: FunctionScore, query: BoolQuery): string[] {
    return this.#ranked(pool, query, (document) => functions.reduce((sum, one) => sum + this.#function(one, pool, document), 0));
  }

  #function({ weight = 1, field_value_factor: factor, script_score: scripted }: ScoreFunction, pool: Pool, document: Doc): number {
    const value = scripted
      ? this.#script(scripted.script, pool, document)
      : Math.fround(Number(document[factor?.field ?? ''] ?? factor?.missing));
    if (!(value >= 0)) throw new Error('a function must not be negative');
    return value * Math.fround(weight);
  }

  /** query_weight 0 and rescore_query_weight 1, total: the score of the second query. */
  rescore(pool: Pool, body: { query: BoolQuery; rescore: { query: { rescore_query: ScriptScore; query_weight: number } } }): string[] {
    if (body.rescore.query.query_weight !== 0) throw new Error('the first score must not count');
    const { script } = body.rescore.query.rescore_query.script_score;
    return this.#ranked(pool, body.query, (document) => this.#script(script, pool, document));
  }

  /** The plug-in's linear model: features and weights are floats, added up as floats. */
  plugin(pool: Pool, query: BoolQuery): string[] {
    const { featureset } = this.exported.json<{ featureset: { features: { name: string; template: object | string }[] } }>(
      'ltr-featureset.json',
    );
    const { model } = this.exported.json<{ model: { model: { definition: string } } }>('ltr-model.json');
    const weights = JSON.parse(model.model.definition) as Record<string, number>;
    return this.#ranked(pool, query, (document) =>
      featureset.features.reduce((sum, { name, template }) => {
        const value = Math.fround(this.#feature(template, pool, document));
        return Math.fround(sum + Math.fround(value * Math.fround(weights[name] ?? NaN)));
      }, 0),
    );
  }

  /** A template is filled in by mustache; `toJson` writes a parameter as JSON. */
  #feature(template: object | string, pool: Pool, document: Doc): number {
    const params = paramsOf(pool);
    const filled =
      typeof template === 'string'
        ? (JSON.parse(
            template.replace(/\{\{#toJson\}\}(\w+)\{\{\/toJson\}\}/g, (_, name: string) => JSON.stringify(params[name])),
          ) as object)
        : template;
    if ('constant_score' in filled) return (filled.constant_score as { boost: number }).boost;
    if ('script_score' in filled) return this.#script((filled as ScriptScore).script_score.script, pool, document);
    const { field_value_factor } = (filled as { function_score: ScoreFunction }).function_score;
    return this.#function({ ...(field_value_factor && { field_value_factor }) }, pool, document);
  }

  /**
   * A hybrid query with the normalisation processor: min-max per part over its hits, where the lowest score becomes .001 and
   * scores that are all equal become 1; then the weighted mean.
   */
  hybrid(pool: Pool, queries: readonly ScriptScore[], weights: readonly number[]): string[] {
    const first = queries[0]?.script_score.query;
    const hits = pool.candidates.map(({ id }) => this.#documents.get(id) ?? {}).filter((document) => matches(document, first));
    const means = new Map<Doc, number>(hits.map((document) => [document, 0]));
    queries.forEach(({ script_score: { script } }, part) => {
      const scores = hits.map((document) => Math.fround(this.#script(script, pool, document)));
      const [low, high] = [Math.min(...scores), Math.max(...scores)];
      hits.forEach((document, i) => {
        const scaled = high === low ? 1 : Math.fround(Math.fround((scores[i] ?? 0) - low) / Math.fround(high - low));
        means.set(
          document,
          Math.fround(
            (means.get(document) ?? 0) + Math.fround((scaled === 0 ? Math.fround(0.001) : scaled) * Math.fround(weights[part] ?? NaN)),
          ),
        );
      });
    });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return this.#ranked(pool, first, (document) => (means.get(document) ?? 0) / total);
  }
}
