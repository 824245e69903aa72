import { describe, expect, it } from 'vitest';
import { relevanceSettingsSchema } from '#shared/schemas/experiment';
import { relevanceText, splitText } from '#shared/test-part-text';
import { relevanceOf } from './relevance';

describe('relevance', () => {
  it.each([
    ['any', 'every interaction'],
    ['kind', 'like'],
    ['threshold', 'value ≥ 4'],
    ['graded', 'graded by value'],
  ])('%s produces settings that satisfy the contract, and is displayed as %s', (rule, text) => {
    const settings = relevanceSettingsSchema.parse(relevanceOf(rule, []));
    expect(settings.rule).toBe(rule);
    expect(relevanceText(settings)).toBe(text);
  });

  it('displays a split with its parameters', () => {
    expect(splitText({ id: 'time', params: {} })).toBe('time');
    expect(splitText({ id: 'k-fold', params: { folds: 5, fold: 2 } })).toBe('k-fold, folds 5, fold 2');
    expect(splitText({ id: 'time', params: { atMs: 0, minimumUserInteractions: 5 } })).toBe(
      'time, from 1970-01-01 00:00, minimum user interactions 5',
    );
  });

  it('starts with an interaction kind of the data', () => {
    expect(relevanceOf('kind', ['view', 'like'])).toEqual({ rule: 'kind', kinds: ['view'] });
  });
});
