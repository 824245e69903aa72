/** Separates the words of a pair; no token contains a space. */
const JOINT = ' ';

/** Calls `visit` for every term of a token list: each word, and with `pairs` each two neighbouring words. */
export function forEachTerm(tokens: readonly string[], pairs: boolean, visit: (term: string) => void): void {
  for (let i = 0; i < tokens.length; i++) {
    visit(tokens[i]);
    if (pairs && i > 0) visit(tokens[i - 1] + JOINT + tokens[i]);
  }
}

export const isPair = (term: string): boolean => term.includes(JOINT);
