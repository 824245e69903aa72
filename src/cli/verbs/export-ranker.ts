import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { exportTargets } from '#engine/ranker-export/registry';
import { exportRankerInputSchema, type ExportRankerReport } from '#shared/schemas/export-ranker';
import { variantSchema } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { readJson, wholeNumber } from '../arguments';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface ExportRankerOptions extends OutputOptions {
  readonly workspace: string;
  readonly variant: string;
  readonly to: string;
  readonly out?: string;
  readonly preview?: boolean;
  readonly seed: number;
}

/** A variant as the formula of another engine, with what it must hold and what is lost. */
export function exportRanker(program: Command): void {
  program
    .command('export-ranker')
    .description('Write a variant as another engine’s formula: mapping, backfill, query, test vectors, and what cannot come along.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .requiredOption('--variant <file or name>', 'a variant as JSON, or the name of a stored one')
    .addOption(new Option('--to <target>', 'the engine').choices(exportTargets.ids).makeOptionMandatory())
    .option('--out <folder>', 'where the files go; files of the same names are replaced (the workspace’s exports/ranker)')
    .option('--preview', 'only say what is lost and how far lists agree; write nothing')
    .option('--seed <number>', 'random seed of the split', wholeNumber(0), 42)
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: ExportRankerOptions) => {
      const { workspace, to: target, out, preview = false, seed } = options;
      const variant = options.variant.endsWith('.json') ? readJson(options.variant, variantSchema) : options.variant;
      const input = parseOrThrow(exportRankerInputSchema, { variant, target, preview, seed }, 'export-ranker');
      const progress = progressContext(options);
      const report = await withWorkspace(workspace, ({ session }) =>
        session.current().rankerExport.write(input, progress, ...(out === undefined ? [] : [resolve(out)])),
      );
      progress.done();
      printResult(options, report, () => describe(report));
    });
}

const kinds = { lost: 'lost', approximated: 'approximated', yours: 'yours to do' } as const;

function describe({ losses, agreement, files, folder, variant, target }: ExportRankerReport): string {
  const agreed = agreement.map(({ formula, users, rbo, tau, sameTopTen }) => [
    formula,
    users,
    rbo.toFixed(4),
    tau.toFixed(4),
    `${(100 * sameTopTen).toFixed(1)}%`,
  ]);
  return [
    `“${variant}” for ${target}`,
    ...losses.map(({ what, kind, detail }) => `${kinds[kind]}: ${what}: ${detail}`),
    ...(agreed.length > 0 ? ['', textTable(['formula', 'test users', 'RBO', 'Kendall τ', 'same first ten'], agreed)] : []),
    ...(folder === null ? [] : ['', ...files.map(({ name, bytes }) => `${name}: ${bytes} bytes`), `in ${folder}`]),
  ].join('\n');
}
