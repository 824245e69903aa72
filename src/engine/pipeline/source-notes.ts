import type { Variant } from '#shared/schemas/variant';
import { candidateSources } from '../candidates/registry';
import { parseParams } from '../core/registry';
import type { TrainingView } from '../model/training-view';

/**
 * Labels of candidate sources that read what was made elsewhere: like a signal without a declaration, nobody can tell whether it has seen the test
 * period. Runs are declared, and labelled by `checkRunLeakage`.
 */
export async function sourceNotes(view: Pick<TrainingView, 'vectorFiles'>, variants: readonly Variant[]): Promise<string[]> {
  const namesOf = new Map<string, string[]>();
  for (const { name, candidates } of variants) {
    for (const [place, { id, params, weight = 1 }] of candidates.sources.entries()) {
      const source = candidateSources.get(id, `candidates.sources.${place}`);
      if (!source.madeElsewhere || weight === 0) continue;
      const what = await source.madeElsewhere(parseParams(source, params, `candidates.sources.${place}.params`), view);
      namesOf.set(what, [...(namesOf.get(what) ?? []), name]);
    }
  }
  return [...namesOf].map(
    ([what, names]) =>
      `Candidates of ${names.join(', ')} come from ${what}; what they have known is not declared: whether they have seen the test period cannot be told`,
  );
}
