import { describe, expect, it } from 'vitest';
import { readLatex, type MathNode } from './latex-math';

/** A tree in one line: fractions as (a)/(b), scripts as base_[sub]^[sup]. */
function plain(node: MathNode): string {
  switch (node.kind) {
    case 'row':
      return node.children.map(plain).join('');
    case 'fraction':
      return `(${plain(node.above)})/(${plain(node.below)})`;
    case 'script':
      return `${plain(node.base)}${node.sub ? `_[${plain(node.sub)}]` : ''}${node.sup ? `^[${plain(node.sup)}]` : ''}${node.limits ? '!' : ''}`;
    case 'space':
      return ' ';
    default:
      return node.text;
  }
}

describe('readLatex', () => {
  it.each([
    ['\\mathrm{hits}_k / |\\mathrm{rel}|', 'hits_[k]/|rel|'],
    ['\\frac{1}{|L^k|} \\sum_{i \\in L^k} -\\log_2 p(i)', '(1)/(|L^[k]|)∑_[i∈L^[k]]!−log_[2]p(i)'],
    ['\\sum_{i=1}^{n} i \\, c_{(i)}', '∑_[i=1]^[n]!i c_[(i)]'],
    ['\\left(1 - \\frac{1}{2}\\right)', '(1−(1)/(2))'],
    ['\\mathbb{1}[x > 0]', '1[x>0]'],
    ['\\min\\{ i \\le k \\}', 'min{i≤k}'],
    ['\\text{training users of } i', 'training users of i'],
    ['|\\bigcup_u L_u^k \\cap U|', '|⋃_[u]!L_[u]^[k]∩U|'],
    ['2^{g_i} - 1', '2^[g_[i]]−1'],
    ['g^*_i', 'g_[i]^[*]'],
  ])('%s', (latex, text) => expect(plain(readLatex(latex))).toBe(text));

  it('stays readable where it does not understand, and never throws', () => {
    expect(plain(readLatex('\\unknown x'))).toBe('unknownx');
    for (const broken of ['\\frac{1}', '{', '}', '_', '^^', '\\', '\\text', '\\text{a', ''])
      expect(typeof plain(readLatex(broken))).toBe('string');
  });
});
