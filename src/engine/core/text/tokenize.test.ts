import { describe, expect, it } from 'vitest';
import { tokenize } from './tokenize';

describe('tokenize', () => {
  it.each([
    ['Toy Story 2 (1999)', ['toy', 'story', '2', '1999']],
    ["don't stop-motion", ['don', 't', 'stop', 'motion']],
    ['Amélie AMELIE', ['amelie', 'amelie']],
    ['Straße, Ünïcode', ['straße', 'unicode']],
    ['Москва слезам', ['москва', 'слезам']],
    ['東京物語 1953', ['東京', '京物', '物語', '1953']],
    ['', []],
    [' ~!?… ', []],
  ])('splits %j', (text, words) => {
    expect(tokenize(text)).toEqual(words);
  });
});
