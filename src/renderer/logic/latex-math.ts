/**
 * The metrics' formulas are written in a small part of LaTeX. This reads that part into a tree that a page can show
 * with MathML; what it does not know stays readable as text.
 */
export type MathNode =
  | { readonly kind: 'row'; readonly children: readonly MathNode[] }
  | { readonly kind: 'fraction'; readonly above: MathNode; readonly below: MathNode }
  | {
      readonly kind: 'script';
      readonly base: MathNode;
      readonly sub: MathNode | undefined;
      readonly sup: MathNode | undefined;
      readonly limits: boolean;
    }
  | { readonly kind: 'identifier' | 'number' | 'operator' | 'text'; readonly text: string }
  | { readonly kind: 'space' };

const symbols: Readonly<Record<string, string>> = {
  le: '≤',
  ge: '≥',
  in: '∈',
  cdot: '·',
  cap: '∩',
  cup: '∪',
  alpha: 'α',
  beta: 'β',
  lambda: 'λ',
  '{': '{',
  '}': '}',
  '|': '‖',
};
const large: Readonly<Record<string, string>> = { sum: '∑', prod: '∏', bigcup: '⋃', bigcap: '⋂' };
const functions = new Set(['log', 'ln', 'cos', 'sin', 'exp', 'min', 'max']);
const texts = new Set(['text', 'mathrm', 'mathbb', 'operatorname']);
const spaces = new Set([',', ';', ' ', 'quad', '!', ':']);

type Token = { readonly kind: 'command' | 'character' | 'number'; readonly text: string };

const tokenise = (source: string): Token[] =>
  [...source.matchAll(/\\([A-Za-z]+|.)|(\d+(?:\.\d+)?)|(\S)/gu)].map(([, command, number, character]) =>
    command !== undefined
      ? { kind: 'command', text: command }
      : number !== undefined
        ? { kind: 'number', text: number }
        : { kind: 'character', text: character ?? '' },
  );

class Reader {
  #at = 0;
  constructor(
    private readonly tokens: readonly Token[],
    private readonly source: string,
  ) {}

  row(closing?: string): MathNode {
    const children: MathNode[] = [];
    while (this.#at < this.tokens.length && !this.#is(closing)) children.push(this.#scripted());
    if (closing !== undefined) this.#at++;
    return children.length === 1 && children[0] ? children[0] : { kind: 'row', children };
  }

  #is(character: string | undefined): boolean {
    const token = this.tokens[this.#at];
    return character !== undefined && token?.kind === 'character' && token.text === character;
  }

  #scripted(): MathNode {
    const limits = this.tokens[this.#at]?.kind === 'command' && Object.hasOwn(large, this.tokens[this.#at]?.text ?? '');
    const base = this.#atom();
    let sub: MathNode | undefined;
    let sup: MathNode | undefined;
    while (this.#is('_') || this.#is('^')) {
      const below = this.#is('_');
      this.#at++;
      if (below) sub = this.#atom();
      else sup = this.#atom();
    }
    return sub || sup ? { kind: 'script', base, sub, sup, limits } : base;
  }

  #atom(): MathNode {
    const token = this.tokens[this.#at++];
    if (!token) return { kind: 'text', text: '' };
    if (token.kind === 'number') return { kind: 'number', text: token.text };
    if (token.kind === 'command') return this.#command(token.text);
    if (token.text === '{') return this.row('}');
    return /\p{L}/u.test(token.text)
      ? { kind: 'identifier', text: token.text }
      : { kind: 'operator', text: token.text === '-' ? '−' : token.text };
  }

  #command(name: string): MathNode {
    if (name === 'frac') return { kind: 'fraction', above: this.#atom(), below: this.#atom() };
    if (name === 'left' || name === 'right') return this.#atom();
    if (texts.has(name)) return { kind: 'text', text: this.#verbatim() };
    if (functions.has(name)) return { kind: 'text', text: name };
    if (spaces.has(name)) return { kind: 'space' };
    const operator = large[name] ?? symbols[name];
    if (operator === undefined) return { kind: 'text', text: name };
    return /\p{L}/u.test(operator) ? { kind: 'identifier', text: operator } : { kind: 'operator', text: operator };
  }

  /** The words between braces as they were written, spaces included. */
  #verbatim(): string {
    const words: string[] = [];
    if (!this.#is('{')) return this.tokens[this.#at++]?.text ?? '';
    this.#at++;
    while (this.#at < this.tokens.length && !this.#is('}')) words.push(this.tokens[this.#at++]?.text ?? '');
    this.#at++;
    const text = words.join('');
    // Tokens carry no spaces: find the words again where they stand in the source.
    const written = [...this.source.matchAll(/\{([^{}\\]*)\}/g)].find(([, inner]) => inner?.replaceAll(' ', '') === text);
    return written?.[1] ?? text;
  }
}

export const readLatex = (source: string): MathNode => new Reader(tokenise(source), source).row();
