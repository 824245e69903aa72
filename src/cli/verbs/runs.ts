import type { Command } from 'commander';
import { runRoles, type RunColumnMap } from '#service/import/runs/run-columns';
import type { RunStore } from '#service/runs/run-store';
import { RankLabError } from '#shared/errors';
import { formatCount } from '#shared/counts';
import { knownAtSchema, type StoredRun } from '#shared/schemas/foreign-run';
import { parseOrThrow } from '#shared/validation';
import { columnMapping } from '../arguments';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface RunsOptions extends OutputOptions {
  readonly workspace: string;
  readonly add: string[];
  readonly remove: string[];
  readonly knownAt?: string;
  readonly columns: RunColumnMap;
}

export function runs(program: Command): void {
  program
    .command('runs')
    .description('List the rankings made elsewhere that a workspace has stored; add some, or remove some.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--add <files...>', 'TREC run, CSV, TSV, Parquet or JSON Lines, told by the content', [])
    .option('--known-at <date>', 'the newest data that the added runs have known, or “static”')
    .option('--columns <list>', 'user=COLUMN,item=COLUMN,rank=COLUMN,score=COLUMN where the names are unusual', columnMapping(runRoles), {})
    .option('--remove <hashes...>', 'SHA-256 of stored runs, or enough of its beginning', [])
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: RunsOptions) => {
      const progress = progressContext(options);
      const knownAt = parseOrThrow(knownAtSchema, options.knownAt ?? null, '--known-at');
      const stored = await withWorkspace(options.workspace, async ({ session }) => {
        const store = session.current().runs;
        for (const hash of options.remove) await store.remove(await wholeHash(store, hash));
        for (const file of options.add) await store.add(file, { knownAt, map: options.columns }, progress);
        return store.list();
      });
      progress.done();
      printResult(options, { runs: stored }, () => asText(stored));
    });
}

async function wholeHash(store: RunStore, start: string): Promise<string> {
  const [found, another] = (await store.list()).filter(({ sha256 }) => sha256.startsWith(start.toLowerCase()));
  if (found && !another) return found.sha256;
  throw new RankLabError(
    'NOT_FOUND',
    `${found ? 'Several runs' : 'No run'} of this workspace ${found ? 'begin' : 'begins'} with ${start}`,
    {
      place: '--remove',
      value: start,
      remedy: 'Give more digits; “ranklab runs” lists the stored runs',
    },
  );
}

function asText(stored: readonly StoredRun[]): string {
  if (stored.length === 0) return 'No runs are stored.';
  return textTable(
    ['run', 'file', 'format', 'lines', 'users', 'items', 'known at', 'columns'],
    stored.map((run) => [
      run.sha256.slice(0, 12),
      run.file,
      run.format,
      formatCount(run.rows),
      formatCount(run.users),
      formatCount(run.items),
      run.knownAt ?? 'not declared',
      [
        ...(run.hasRank ? ['rank'] : []),
        ...(run.hasScore ? ['score'] : []),
        ...run.columns,
        ...run.textColumns.map((name) => `${name} (text, not kept)`),
      ].join(', '),
    ]),
  );
}
