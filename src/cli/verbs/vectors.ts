import type { Command } from 'commander';
import { RankLabError } from '#shared/errors';
import { formatCount } from '#shared/counts';
import { knownAtSchema } from '#shared/schemas/foreign-run';
import type { StoredVectors } from '#shared/schemas/vector-file';
import { parseOrThrow } from '#shared/validation';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface VectorsOptions extends OutputOptions {
  readonly workspace: string;
  readonly add: string[];
  readonly remove: string[];
  readonly knownAt?: string;
  readonly idColumn?: string;
  readonly vectorColumn?: string;
}

export function vectors(program: Command): void {
  program
    .command('vectors')
    .description(
      'List the vectors made elsewhere that a workspace has stored, for signals and candidate sources; add some, or remove some.',
    )
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--add <files...>', '.npy, .npz, Parquet, CSV, JSON Lines or the text of word2vec, detected from the content', [])
    .option('--id-column <name>', 'column of the ids, if it cannot be detected')
    .option('--vector-column <name>', 'column of the vectors, or the beginning of their columns’ names')
    .option('--known-at <date>', 'the newest data that the added vectors have known, or “static”')
    .option('--remove <hashes...>', 'SHA-256 of stored vectors, or enough of its beginning', [])
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: VectorsOptions) => {
      const progress = progressContext(options);
      const knownAt = parseOrThrow(knownAtSchema, options.knownAt ?? null, '--known-at');
      const { idColumn, vectorColumn } = options;
      const stored = await withWorkspace(options.workspace, async ({ session }) => {
        const store = session.current().vectors;
        for (const start of options.remove) await store.remove(wholeHash(await store.list(), start));
        for (const file of options.add) await store.add(file, { knownAt, idColumn, vectorColumn }, progress);
        return store.list();
      });
      progress.done();
      printResult(options, { vectors: stored }, () => asText(stored));
    });
}

function wholeHash(stored: readonly StoredVectors[], start: string): string {
  const [found, another] = stored.filter(({ sha256 }) => sha256.startsWith(start.toLowerCase()));
  if (found && !another) return found.sha256;
  throw new RankLabError('NOT_FOUND', `${found ? 'Several files' : 'No file'} of vectors ${found ? 'begin' : 'begins'} with ${start}`, {
    place: '--remove',
    value: start,
    remedy: 'Give more digits; “ranklab vectors” lists the stored files',
  });
}

function asText(stored: readonly StoredVectors[]): string {
  if (stored.length === 0) return 'No vectors are stored.';
  return textTable(
    ['vectors', 'file', 'rows', 'dimensions', 'columns of ids', 'known at'],
    stored.map(({ sha256, file, rows, dimensions, idColumns, knownAt }) => [
      sha256.slice(0, 12),
      file,
      formatCount(rows),
      String(dimensions),
      idColumns.join(', ') || 'none: in the order of the data',
      knownAt ?? 'not declared',
    ]),
  );
}
