import { share } from '../judged-topic';
import type { PreferenceCounts, PreferenceTopic } from '../preferences';
import { preferenceMeasure } from './measure';

/** Which preferences count: all, those with at least one retrieved document (implied), or with both (retrieved). */
export type Scope = 'all' | 'implied' | 'retrieved';

export const fulfilled = (counts: PreferenceCounts, scope: Scope): number =>
  counts.fulfilledRetrieved + (scope === 'retrieved' ? 0 : counts.fulfilledImplied);
export const possible = (counts: PreferenceCounts, scope: Scope): number =>
  counts.possibleRetrieved + (scope === 'retrieved' ? 0 : counts.possibleImplied) + (scope === 'all' ? counts.notRetrieved : 0);

export const sumOver = ({ groups }: PreferenceTopic, count: typeof fulfilled, scope: Scope): number =>
  groups.reduce((sum, { counts }) => sum + count(counts, scope), 0);

export const scopeTexts: Readonly<Record<Scope, string>> = {
  all: 'A pair counts as fulfilled when only the preferred document is retrieved, and as missed when neither is.',
  implied: 'A pair counts as fulfilled when only the preferred document is retrieved; pairs with neither are left out.',
  retrieved: 'Only pairs of two retrieved documents count.',
};
export const preferenceSource = 'Carterette et al. 2008; trec_eval';

const ratio = (id: string, label: string, scope: Scope) =>
  preferenceMeasure({
    id,
    label,
    description: 'Share of the preferences that the ranking fulfils.',
    formula: '\\text{fulfilled} / \\text{possible}',
    source: preferenceSource,
    edgePolicy: `${scopeTexts[scope]} No preference: 0.`,
    measure: (topic) => share(sumOver(topic, fulfilled, scope), sumOver(topic, possible, scope)),
  });

export const preferencesSimple = ratio('prefs_simp', 'Preferences fulfilled', 'all');
export const preferencesSimpleRetrieved = ratio('prefs_simp_ret', 'Preferences fulfilled, retrieved', 'retrieved');
export const preferencesSimpleImplied = ratio('prefs_simp_imp', 'Preferences fulfilled, implied', 'implied');
