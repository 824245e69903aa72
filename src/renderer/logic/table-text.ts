/** Tables as text for the clipboard and for files. */
export interface TextTable {
  /** Printed with the table in Markdown and LaTeX. */
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Text that a spreadsheet would evaluate as a formula, also after spaces or quotes and in full-width form. */
const formula = /^[\s"'\u00a0\u3000]*[=+\-@＝＋－＠\t\r\n]/u;

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const inert = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(inert) || inert !== inert.trim() ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** RFC 4180. Numbers stay numbers; text that starts a formula is made inert with an apostrophe. */
export const toCsv = ({ columns, rows }: TextTable): string =>
  [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';

const plain = (cell: string | number | null): string => (cell === null ? '' : String(cell).replaceAll(/\s+/g, ' '));
const numeric = ({ rows }: TextTable, column: number): boolean => rows.length > 0 && rows.every((row) => typeof row[column] !== 'string');

export function toMarkdown(table: TextTable): string {
  const escape = (cell: string | number | null): string => plain(cell).replaceAll('\\', '\\\\').replaceAll('|', '\\|');
  const line = (cells: readonly (string | number | null)[]): string => `| ${cells.map(escape).join(' | ')} |`;
  const rule = `| ${table.columns.map((_name, index) => (numeric(table, index) ? '---:' : '---')).join(' | ')} |`;
  const caption = table.caption === undefined ? '' : `\n${plain(table.caption).replaceAll('\\', '\\\\')}\n`;
  return [line(table.columns), rule, ...table.rows.map(line)].join('\n') + '\n' + caption;
}

const latexSpecials: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '−': '$-$',
  '→': '$\\to$',
  '∞': '$\\infty$',
  '–': '--',
  λ: '$\\lambda$',
};

/** A booktabs table. */
export function toLatex(table: TextTable): string {
  const escape = (cell: string | number | null): string =>
    plain(cell).replaceAll(/[&%$#_{}\\~^−→λ∞–]/gu, (character) => latexSpecials[character] ?? `\\${character}`);
  const line = (cells: readonly (string | number | null)[]): string => `${cells.map(escape).join(' & ')} \\\\`;
  const alignment = table.columns.map((_name, index) => (numeric(table, index) ? 'r' : 'l')).join('');
  const tabular = [
    `\\begin{tabular}{${alignment}}`,
    '\\toprule',
    line(table.columns),
    '\\midrule',
    ...table.rows.map(line),
    '\\bottomrule',
    '\\end{tabular}',
  ];
  if (table.caption === undefined) return [...tabular, ''].join('\n');
  return ['\\begin{table}', '\\centering', ...tabular, `\\caption{${escape(table.caption)}}`, '\\end{table}', ''].join('\n');
}
