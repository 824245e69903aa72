import { describe, expect, it } from 'vitest';
import { optionOfToken, optionsOf, optionToken } from './multiverse-choices';

describe('typed options', () => {
  it.each([
    ['relevance', 'any', { rule: 'any' }],
    ['relevance', '4', { rule: 'threshold', minimum: 4 }],
    ['relevance', '>=3.5', { rule: 'threshold', minimum: 3.5 }],
    ['relevance', 'kind like+share', { rule: 'kind', kinds: ['like', 'share'] }],
    ['fraction', ' 0.3 ', 0.3],
    ['cutoff', '20', 20],
  ])('%s: “%s”', (id, text, option) => {
    expect(optionOfToken(id, text)).toEqual(option);
    expect(optionOfToken(id, optionToken(id, option))).toEqual(option);
  });

  it.each([
    ['relevance', 'four'],
    ['fraction', '1'],
    ['fraction', ''],
    ['cutoff', '0'],
    ['cutoff', '2.5'],
  ])('%s rejects “%s”', (id, text) => expect(optionOfToken(id, text)).toBeUndefined());
});

it('lists the proposed options first, each once', () => {
  const offered = optionsOf({ id: 'coldUsers', label: 'Cold users', options: [{ label: 'left out', value: 'exclude' }] });
  expect(offered.map(({ value }) => value)).toEqual(['exclude', 'fallback', 'empty']);
});
