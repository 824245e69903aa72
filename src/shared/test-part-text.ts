import { minuteText, readable } from './words';
import type { RelevanceSettings, SplitSettings } from './schemas/experiment';
import type { LedgerPart } from './schemas/ledger';

/** How a test part is cut, in words: `time, fraction 0.2; every interaction`. */
export function testPartText({ cut }: Pick<LedgerPart, 'cut'>): string {
  if (!cut) return 'recorded by an earlier version';
  const { split, relevance, seed } = cut;
  return `${[splitText(split), ...(seed === null ? [] : [`seed ${seed}`])].join(', ')}; ${relevanceText(relevance)}`;
}

/** A split with the parameters that were set: `time, fraction 0.2`; `time, from 2024-05-24 22:43`. */
export const splitText = ({ id, params }: Pick<SplitSettings, 'id' | 'params'>): string =>
  [id, ...Object.entries(params).map(([name, value]) => parameterText(name, value))].join(', ');

const parameterText = (name: string, value: unknown): string =>
  name === 'atMs' && typeof value === 'number'
    ? `from ${minuteText(value)}`
    : `${readable(name).toLowerCase()} ${typeof value === 'string' ? value : JSON.stringify(value)}`;

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
