import type { Command } from 'commander';
import { formatCount, plural } from '#shared/counts';
import type { LedgerPart, Looks } from '#shared/schemas/ledger';
import { testPartText } from '#shared/test-part-text';
import { wholeNumber } from '../arguments';
import { printResult, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface LedgerOptions extends OutputOptions {
  readonly workspace: string;
  readonly part?: number;
}

export function ledger(program: Command): void {
  program
    .command('ledger')
    .description(
      'List the looks at the test parts of a workspace: how often the numbers of each were shown, and how many tests were made. Listing is not a look.',
    )
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--part <number>', 'list every look at one test part, by its number in the table of test parts', wholeNumber(1))
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: LedgerOptions) => {
      const { part } = options;
      const { parts, looks } = await withWorkspace(options.workspace, ({ session }) => {
        const { ledger: book } = session.current().store;
        return Promise.resolve({ parts: book.parts(), looks: part === undefined ? undefined : book.looksAtPart(part) });
      });
      printResult(options, { parts, ...(looks && { part, ...looks }) }, () => (looks ? looksText(looks) : partsText(parts)));
    });
}

const time = (ms: number | null): string => (ms === null ? 'not recorded' : new Date(ms).toISOString().slice(0, 16).replace('T', ' '));
const day = (ms: number | null): string => (ms === null ? '–' : new Date(ms).toISOString().slice(0, 10));

function partsText(parts: readonly LedgerPart[]): string {
  if (parts.length === 0) return 'No test part was looked at yet.';
  return textTable(
    ['part', 'test part', 'from', 'to', 'looks', 'tests', 'last look (UTC)'],
    parts.map((part) => [
      part.number,
      testPartText(part),
      day(part.startMs),
      day(part.endMs),
      formatCount(part.looks),
      formatCount(part.tests),
      time(part.lastMs),
    ]),
  );
}

const looksText = ({ looks, tests }: Looks): string =>
  [
    textTable(
      ['look', 'when (UTC)', 'tests'],
      looks.map(({ number, atMs, tests: made }) => [number, time(atMs), made]),
    ),
    `${plural(looks.length, 'look')}, ${plural(tests, 'test')}`,
  ].join('\n\n');
