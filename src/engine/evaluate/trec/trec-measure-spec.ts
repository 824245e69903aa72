import { RankLabError } from '#shared/errors';
import type { GivenParams, TrecMeasure } from './measures/measure';
import { trecFamilies, trecMeasures } from './measures/registry';

/** A column of the answer: a measure with one of its cutoffs, under trec_eval's name for it. */
export interface TrecColumn {
  /** As trec_eval prints it: P_5, iprec_at_recall_0.10, ndcg_1=3,2=9. */
  readonly name: string;
  readonly measure: TrecMeasure;
  readonly cutoff: number | undefined;
  readonly given: GivenParams;
}

const measureOf = new Map(trecMeasures.map((measure) => [measure.id, measure]));
const idByLowerCase = new Map([...measureOf.keys(), ...Object.keys(trecFamilies)].map((id) => [id.toLowerCase(), id]));

export const trecMeasureNames: readonly string[] = [...Object.keys(trecFamilies), ...measureOf.keys()];

/**
 * Reads trec_eval's way to ask: a measure, a family (all_trec, official, set, prefs, all_prefs, qrels_jg), or a measure with
 * parameters, `P.5,10`, `P_5`, `ndcg.1=3,2=9`. Undefined when no measure has that name.
 * @throws INVALID_ARGUMENT for parameters that the measure cannot take.
 */
export function parseTrecMeasure(text: string): TrecColumn[] | undefined {
  const requested = text.trim();
  const plain = idByLowerCase.get(requested.toLowerCase());
  if (plain !== undefined) return (trecFamilies[plain] ?? [plain]).flatMap((id) => columnsOf(id, undefined, requested));
  const dot = requested.indexOf('.');
  const withDot = dot < 0 ? undefined : idByLowerCase.get(requested.slice(0, dot).toLowerCase());
  if (withDot !== undefined && measureOf.has(withDot)) return columnsOf(withDot, requested.slice(dot + 1), requested);
  const bar = requested.lastIndexOf('_');
  const withBar = bar < 0 ? undefined : idByLowerCase.get(requested.slice(0, bar).toLowerCase());
  if (withBar === undefined || !measureOf.has(withBar) || !/^[\d.]/.test(requested.slice(bar + 1))) return undefined;
  return columnsOf(withBar, requested.slice(bar + 1), requested);
}

function columnsOf(id: string, text: string | undefined, requested: string): TrecColumn[] {
  const measure = measureOf.get(id);
  if (!measure) throw bad(requested, 'there is no such measure');
  const { params } = measure;
  const given = { cutoff: NaN, numbers: [], pairs: new Map<string, number>() };
  const name = text === undefined ? id : `${id}_${text}`;
  switch (params.kind) {
    case 'none':
      if (text !== undefined) throw bad(requested, `${id} takes no parameters`);
      return [{ name, measure, cutoff: undefined, given }];
    case 'cutoffs':
    case 'fractions': {
      const cutoffs = text === undefined ? params.defaults : cutoffList(text, params.kind, requested);
      return cutoffs.map((cutoff) => ({
        name: `${id}_${params.kind === 'cutoffs' ? cutoff : cutoff.toFixed(2)}`,
        measure,
        cutoff,
        given: { ...given, cutoff },
      }));
    }
    case 'numbers': {
      const numbers = text === undefined ? params.defaults : text.split(',').map((part) => numberIn(part, requested));
      if (params.count !== undefined && numbers.length !== params.count) throw bad(requested, `${id} takes ${params.count} numbers`);
      return [{ name, measure, cutoff: undefined, given: { ...given, numbers } }];
    }
    case 'pairs':
      return [
        { name, measure, cutoff: undefined, given: { ...given, pairs: text === undefined ? given.pairs : pairsIn(text, requested) } },
      ];
  }
}

function cutoffList(text: string, kind: 'cutoffs' | 'fractions', requested: string): number[] {
  const cutoffs = text.split(',').map((part) => {
    const value = numberIn(part, requested);
    // trec_eval cuts 23.4 to 23.
    return kind === 'cutoffs' ? Math.trunc(value) : value;
  });
  if (cutoffs.some((cutoff) => (kind === 'cutoffs' ? cutoff < 1 : cutoff < 0) || cutoff > Number.MAX_SAFE_INTEGER))
    throw bad(requested, kind === 'cutoffs' ? 'cutoffs start at 1' : 'fractions start at 0');
  if (new Set(cutoffs).size !== cutoffs.length) throw bad(requested, 'a cutoff stands there twice');
  return cutoffs.sort((a, b) => a - b);
}

function pairsIn(text: string, requested: string): Map<string, number> {
  return new Map(
    text.split(',').map((part) => {
      const [name, value, ...more] = part.split('=');
      if (value === undefined || more.length > 0 || name.trim() === '') throw bad(requested, `“${part}” is not name=number`);
      return [name.trim(), numberIn(value, requested)] as const;
    }),
  );
}

function numberIn(text: string, requested: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw bad(requested, `“${text}” is not a number`);
  return value;
}

const bad = (requested: string, problem: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', `Measure “${requested}”: ${problem}`, {
    place: 'metrics',
    value: requested,
    remedy: 'Ask as trec_eval does: P.5,10 for cutoffs, utility.1,-1,0,0 for numbers, ndcg.1=3,2=9 for gains',
  });
