import type { LinearFormula, LinearTerm } from '../linear';
import { fieldOf } from './documents';

/** How an engine multiplies a vector of the request with one of the document. */
export interface VectorFunctions {
  /** Product of unit vectors. */
  readonly profile: string;
  readonly factors: string;
}

/** One statement of Painless per term, adding `expression` to `score`. A document without a value counts 0. */
function statement(term: LinearTerm, weight: string, vectors: VectorFunctions): string {
  const field = fieldOf(term.field);
  switch (term.source) {
    case 'profile':
      return `if (params.profile.size() > 0 && doc['rl_embedding'].size() > 0) { score += ${weight} * ${vectors.profile}; }`;
    case 'latent':
      return `if (params.factors.size() > 0 && doc['rl_factors'].size() > 0) { score += ${weight} * ${vectors.factors}; }`;
    case 'categories':
      return `if (doc['rl_categories'].size() > 0) { double shares = 0; for (String category : doc['rl_categories']) { shares += params.categories.getOrDefault(category, 0.0); } score += ${weight} * shares / doc['rl_categories'].size(); }`;
    case 'creator':
      return `if (doc['rl_creator'].size() > 0) { score += ${weight} * params.creators.getOrDefault(doc['rl_creator'].value, 0.0); }`;
    default:
      return `if (doc['${field}'].size() > 0) { score += ${weight} * doc['${field}'].value; }`;
  }
}

/** The whole formula. Weights are parameters, so that a change of them compiles no new script. */
export function formulaScript({ terms }: LinearFormula, vectors: VectorFunctions): string {
  return [
    'double score = params.offset;',
    ...terms.map((term) => statement(term, `params.w_${term.field}`, vectors)),
    'return Math.max(0.0, score);',
  ].join(' ');
}

export const weightParams = ({ terms, offset }: LinearFormula): Record<string, number> => ({
  offset,
  ...Object.fromEntries(terms.map(({ field, coefficient }) => [`w_${field}`, coefficient])),
});

/** One signal alone, moved so that it is never negative; `falling` turns it round. */
export function signalScript(term: LinearTerm, vectors: VectorFunctions, falling = false): string {
  const start = falling ? Math.max(0, term.maximum) : Math.max(0, -term.minimum);
  return [`double score = ${decimal(start)};`, statement(term, falling ? '-1.0' : '1.0', vectors), 'return Math.max(0.0, score);'].join(
    ' ',
  );
}

/** A literal of type double. */
const decimal = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));
