/** Notes on numbers in every export that is for reading, with the number as it is in the export. */
import papaparse from 'papaparse';
import { expect, it } from 'vitest';
import { reportFormats } from '#engine/report/formats/registry';
import { exampleReport } from './example';
import { notedReport } from './noted-report';

const report = notedReport();
const fileOf = (format: string, name: string, of = report): string | undefined =>
  reportFormats
    .get(format)
    .write(of)
    .find((file) => file.name === name)?.content;

it('notes.csv has a line for each note, with its number or what became of it, and text that no spreadsheet runs', () => {
  const { data } = papaparse.parse<Record<string, string>>(fileOf('csv', 'notes.csv') ?? '', { header: true, skipEmptyLines: true });
  const difference = report.variants[1]?.comparisons[0]?.difference;
  expect(data).toMatchObject([
    {
      kind: 'metric',
      metric: 'ndcg@3',
      baseline: 'Baseline',
      value: String(difference),
      state: 'found',
      note: '<b>bold</b> & $5_000\nsecond line',
    },
    { kind: 'list', position: '1', value: '2', state: 'found', note: 'stood first', changed: '1970-01-01T00:01:00.000Z' },
    { kind: 'metric', metric: 'map@10', value: '', state: 'gone', note: "'=1+1" },
  ]);
  expect(fileOf('csv', 'notes.csv', exampleReport())).toBeUndefined();
});

it('Markdown and LaTeX list the notes with their syntax escaped', () => {
  const markdown = fileOf('markdown', 'experiment.md') ?? '';
  expect(markdown).toContain('### Notes on numbers');
  expect(markdown).toContain(String.raw`\<b\>bold\</b\> & $5\_000 second line`);
  expect(markdown).toContain('(this number is no longer in the experiment): =1+1');
  const latex = fileOf('latex', 'experiment.tex') ?? '';
  expect(latex).toMatch(/\\begin\{itemize\}[^]*<b>bold<\/b> \\& \\\$5\\_000 second line[^]*\\end\{itemize\}[^]*\\end\{table\}/);
  expect(latex).toContain('now at position 2');
  expect(fileOf('markdown', 'experiment.md', exampleReport())).not.toContain('Notes on numbers');
});

it('the JSON document has the notes, each with its number', () => {
  const { notes } = JSON.parse(fileOf('json', 'experiment.json') ?? '{}') as { notes: unknown };
  expect(notes).toMatchObject([
    { id: 'a', state: 'found' },
    { id: 'b', value: 2 },
    { id: 'c', state: 'gone', value: null },
  ]);
});
