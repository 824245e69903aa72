import { describe, expect, it } from 'vitest';
import { toCsv, toLatex, toMarkdown } from './table-text';

const table = {
  columns: ['metric', 'A', 'why'],
  rows: [
    ['ndcg@10', 0.2183, 'p < .05 | "sure", 5%'],
    ['mrr_x', null, '=1+1'],
  ],
};

describe('tables as text', () => {
  it('writes CSV without spreadsheet formulas', () => {
    expect(toCsv(table)).toBe('metric,A,why\r\nndcg@10,0.2183,"p < .05 | ""sure"", 5%"\r\nmrr_x,,\'=1+1\r\n');
  });

  it.each(['=1', ' =1', '"=1', '+1', '-1', '@a', '\t1', '\n=1', '＝1'])('neutralises %j', (text) => {
    expect(toCsv({ columns: ['a'], rows: [[text]] })).toContain(`'${text.replaceAll('"', '""')}`);
  });

  it('keeps negative numbers as numbers', () => {
    expect(toCsv({ columns: ['a'], rows: [[-1.5]] })).toBe('a\r\n-1.5\r\n');
  });

  it('writes Markdown with right-aligned numbers', () => {
    expect(toMarkdown(table)).toBe(
      '| metric | A | why |\n| --- | ---: | --- |\n| ndcg@10 | 0.2183 | p < .05 \\| "sure", 5% |\n| mrr_x |  | =1+1 |\n',
    );
  });

  it('writes LaTeX', () => {
    expect(toLatex(table)).toBe(
      '\\begin{tabular}{lrl}\n\\toprule\nmetric & A & why \\\\\n\\midrule\nndcg@10 & 0.2183 & p < .05 | "sure", 5\\% \\\\\nmrr\\_x &  & =1+1 \\\\\n\\bottomrule\n\\end{tabular}\n',
    );
  });
});
