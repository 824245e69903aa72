import { describe, expect, it } from 'vitest';
import { relevanceSettingsSchema } from '#shared/schemas/experiment';
import { relevanceOf, relevanceText } from './relevance';

describe('relevance', () => {
  it.each([
    ['any', 'every interaction'],
    ['kind', 'like'],
    ['threshold', 'value ≥ 4'],
    ['graded', 'graded by value'],
  ])('%s makes settings the contract accepts, and reads %s', (rule, text) => {
    const settings = relevanceSettingsSchema.parse(relevanceOf(rule, []));
    expect(settings.rule).toBe(rule);
    expect(relevanceText(settings)).toBe(text);
  });

  it('starts with a kind of the data', () => {
    expect(relevanceOf('kind', ['view', 'like'])).toEqual({ rule: 'kind', kinds: ['view'] });
  });
});
