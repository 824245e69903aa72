import { describe, expect, it } from 'vitest';
import { sniffDialect } from './sniff';

const rows = (cells: (n: number) => string): string => Array.from({ length: 20 }, (_, n) => `${cells(n)}\n`).join('');

describe('lines above a table', () => {
  it.each<[string, string, number]>([
    ['a title of several words', `Plays of July\nuser_id,item_id\n${rows((n) => `u${n},i${n}`)}`, 1],
    ['a title of one word above a header', `Plays\nuser_id,item_id\n${rows((n) => `u${n},i${n}`)}`, 1],
    ['a word above sequences of ids', `sequence\n${rows((n) => `i${n},i${n + 1},i${n + 2}`)}`, 0],
    ['a word above sequences of numbers', `items\n${rows((n) => `${n},${n + 1}`)}`, 0],
    ['a known column above texts with commas', `title\n${rows((n) => `Song ${n}, live`)}`, 0],
  ])('%s', (_, text, skipped) => expect(sniffDialect(text).skipLines).toBe(skipped));
});
