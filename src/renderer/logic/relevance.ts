import type { RelevanceSettings } from '#shared/schemas/experiment';

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
