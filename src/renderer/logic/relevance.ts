import { formatMinute } from './format';
import { readable } from './json-schema-fields';
import type { RelevanceSettings, SplitSettings } from '#shared/schemas/experiment';

/** Another rule with default settings. */
export function relevanceOf(rule: string, kinds: readonly string[]): RelevanceSettings {
  switch (rule) {
    case 'kind':
      return { rule, kinds: kinds.length > 0 ? [kinds[0] ?? 'like'] : ['like'] };
    case 'threshold':
      return { rule, minimum: 4 };
    case 'graded':
      return { rule };
    default:
      return { rule: 'any' };
  }
}

/** A split with the parameters that were set: `time, fraction 0.2`; `time, from 2024-05-24 22:43`. */
export const splitText = ({ id, params }: Pick<SplitSettings, 'id' | 'params'>): string =>
  [id, ...Object.entries(params).map(([name, value]) => parameterText(name, value))].join(', ');

const parameterText = (name: string, value: unknown): string =>
  name === 'atMs' && typeof value === 'number' ? `from ${formatMinute(value)}` : `${readable(name).toLowerCase()} ${String(value)}`;
