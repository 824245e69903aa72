import type { TextReading } from '../port';
import { tokenize } from '../../core/text/tokenize';
import { SubwordIndex } from './subwords';
import { forEachTerm, isPair } from './terms';

/** The fitted model, which can embed any text. */
interface LocalModelData {
  readonly terms: readonly string[];
  /** idf², one per term. */
  readonly termWeights: Float64Array;
  /** terms × dimensions, row-major. */
  readonly projection: Float32Array;
  readonly dimensions: number;
  /** Whether pairs of neighbouring words are terms too. */
  readonly pairs: boolean;
}

/** Embeds texts with a fitted model: TF-IDF weights projected onto the latent directions, unit length. */
export class LocalModel {
  readonly #terms: ReadonlyMap<string, number>;
  #subwords: SubwordIndex | undefined;
  #words: readonly string[] = [];

  constructor(readonly data: LocalModelData) {
    this.#terms = new Map(data.terms.map((term, t) => [term, t]));
  }

  /** Unit vector; zero if the text resembles no known word. */
  embedText(text: string): Float32Array {
    return this.embedFields([{ text, weight: 1 }]);
  }

  /** As above, of several texts whose words count by weight. */
  embedFields(fields: readonly { readonly text: string; readonly weight: number }[]): Float32Array {
    const counts = new Map<number, number>();
    for (const { text, weight } of fields) {
      if (weight > 0) forEachTerm(tokenize(text), this.data.pairs, (term) => this.countTerm(term, weight, counts));
    }
    return this.project(counts);
  }

  /** Adds `weight` for one occurrence of a term; an unknown word is replaced by similar known ones, an unknown pair is ignored. */
  countTerm(term: string, weight: number, counts: Map<number, number>): void {
    const known = this.#terms.get(term);
    if (known !== undefined) counts.set(known, (counts.get(known) ?? 0) + weight);
    else if (!isPair(term)) {
      for (const { term: similar, share } of this.#resembling(term)) counts.set(similar, (counts.get(similar) ?? 0) + weight * share);
    }
  }

  /** Weighted counts by term → unit vector. */
  project(counts: ReadonlyMap<number, number>): Float32Array {
    const { termWeights, projection, dimensions } = this.data;
    const sum = new Float64Array(dimensions);
    for (const [term, count] of counts) {
      const value = Math.log1p(count) * termWeights[term];
      for (let d = 0, at = term * dimensions; d < dimensions; d++) sum[d] += value * projection[at + d];
    }
    return unitOf(sum);
  }

  /** Weights of a text's words, heaviest first: the explanation shown beside a query. */
  explain(text: string): TextReading[] {
    const readings: TextReading[] = [];
    const { terms, termWeights } = this.data;
    forEachTerm(tokenize(text), this.data.pairs, (term) => {
      const known = this.#terms.get(term);
      if (known !== undefined) readings.push({ term, weight: Math.log1p(1) * termWeights[known] });
      else if (!isPair(term)) {
        for (const { term: similar, share } of this.#resembling(term)) {
          readings.push({ term: terms[similar], weight: Math.log1p(share) * termWeights[similar], insteadOf: term });
        }
      }
    });
    return readings.sort((a, b) => b.weight - a.weight);
  }

  #resembling(word: string): { readonly term: number; readonly share: number }[] {
    if (!this.#subwords) {
      this.#words = this.data.terms.filter((term) => !isPair(term));
      this.#subwords = new SubwordIndex(this.#words);
    }
    const similar = this.#subwords.similar(word);
    const total = similar.reduce((sum, { similarity }) => sum + similarity, 0);
    return similar.map(({ word: w, similarity }) => ({
      term: this.#terms.get(this.#words[w]) ?? 0,
      // Shares add up to the best similarity: a vague resemblance counts less than the word itself would.
      share: (similarity / total) * similar[0].similarity,
    }));
  }
}

function unitOf(vector: Float64Array): Float32Array {
  let squared = 0;
  for (const value of vector) squared += value * value;
  const scale = squared > 1e-24 ? 1 / Math.sqrt(squared) : 0;
  return Float32Array.from(vector, (value) => value * scale);
}
