const WORD = /[\p{L}\p{N}]+/gu;
/** Scripts written without spaces, where a run of letters is not a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const MARKS = /\p{M}+/gu;

/**
 * The words of a text in order: runs of letters and digits, lower case, accents removed ("Amélie" and "amelie" are one
 * word). Runs in scripts written without spaces become overlapping pairs of characters.
 */
export function tokenize(text: string): string[] {
  const words: string[] = [];
  let start = -1;
  // Fast path without a regular expression for ASCII, which is most text.
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return tokenizeUnicode(text);
    const inWord = (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
    if (inWord && start < 0) start = i;
    else if (!inWord && start >= 0) {
      words.push(text.slice(start, i).toLowerCase());
      start = -1;
    }
  }
  if (start >= 0) words.push(text.slice(start).toLowerCase());
  return words;
}

function tokenizeUnicode(text: string): string[] {
  const plain = text.normalize('NFKD').replace(MARKS, '').normalize('NFC').toLowerCase();
  const words: string[] = [];
  for (const [run] of plain.matchAll(WORD)) {
    if (!UNSPACED.test(run)) words.push(run);
    else {
      const characters = [...run];
      if (characters.length === 1) words.push(run);
      for (let i = 0; i + 1 < characters.length; i++) words.push(characters[i] + characters[i + 1]);
    }
  }
  return words;
}
