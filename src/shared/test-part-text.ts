import type { RelevanceSettings } from './schemas/experiment';
import type { LedgerPart } from './schemas/ledger';

/** How a test part is cut, in words: `time, fraction 0.2; every interaction`. */
export function testPartText({ cut }: Pick<LedgerPart, 'cut'>): string {
  if (!cut) return 'recorded by an earlier version';
  const { split, relevance, seed } = cut;
  const params = Object.entries(split.params).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${[split.id, ...params, ...(seed === null ? [] : [`seed ${seed}`])].join(', ')}; ${relevanceText(relevance)}`;
}

/** The relevance rule in words. */
export function relevanceText(relevance: RelevanceSettings): string {
  switch (relevance.rule) {
    case 'any':
      return 'every interaction';
    case 'kind':
      return relevance.kinds.join(', ');
    case 'threshold':
      return `value ≥ ${relevance.minimum}`;
    case 'graded':
      return 'graded by value';
  }
}
