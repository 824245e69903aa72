import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { previewFile } from '#service/import/import-plan';
import { fileOptionsSchema, importRoleSchema, type FilePreview } from '#shared/schemas/dataset';
import { parseOrThrow } from '#shared/validation';
import { jsonObject } from '../arguments';
import { printResult, textTable, type OutputOptions } from '../output';

interface PreviewOptions extends OutputOptions {
  readonly options: Record<string, unknown>;
  readonly as?: string;
}

export function preview(program: Command): void {
  program
    .command('preview')
    .description('Show a file’s detected format, columns and the mapping that an import would use.')
    .argument('<file>', 'CSV, TSV, JSON Lines (also compressed) or Parquet')
    .option('--as <role>', 'content of the file: interactions, videos or users; default: guessed')
    .option('--options <json>', 'format overrides: {"delimiter":";","encoding":"utf-8","hasHeader":true}', jsonObject, {})
    .option('--json', 'print one JSON document')
    .action(async (file: string, { options, as, ...output }: PreviewOptions) => {
      const scratch = await mkdtemp(join(tmpdir(), 'ranklab-preview-'));
      try {
        const read = parseOrThrow(fileOptionsSchema, options, 'options');
        const role = parseOrThrow(importRoleSchema.optional(), as, 'as');
        const found = await previewFile(nodeFileOperations, resolve(file), scratch, read, role);
        printResult(output, found, () => describe(found, options));
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    });
}

function describe(found: FilePreview, options: Record<string, unknown>): string {
  const { file, columns, guess, fields, kept, questions, warnings, format, rowCount, preset } = found;
  const fieldOf = (column: string): string => {
    const field = fields.find((candidate) => candidate.column === column);
    if (field) return `${field.field} (${Math.round(100 * field.confidence)}%)`;
    const further = kept.find((candidate) => candidate.column === column);
    return further ? `kept: ${further.type}` : '';
  };
  const rows = `${rowCount.isExact ? '' : 'about '}${rowCount.count} rows`;
  return [
    `${file}: ${format}, ${rows}${preset === undefined ? '' : `, the format “${preset}”`}`,
    textTable(
      ['column', 'type', 'taken for', 'samples'],
      columns.map(({ name, type, samples }) => [name, type, fieldOf(name), samples.slice(0, 3).join(' · ').slice(0, 80)]),
    ),
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...questions.map(
      ({ message, choices }) => `To decide: ${message}${choices.length > 0 ? ` (${choices.map(({ label }) => label).join('; ')})` : ''}`,
    ),
    guess.role === 'unknown'
      ? 'The content is unclear: set it with --as, and map the columns with --map, --map-videos or --map-users.'
      : `Detected content: ${guess.role}. To import it:\n${commandFor(found, options)}`,
  ].join('\n');
}

/** The command that imports the file as previewed, ready to run. */
function commandFor({ file, guess, questions, preset }: FilePreview, options: Record<string, unknown>): string {
  const pairs = Object.keys(guess.mapping).length > 0 && preset === undefined ? JSON.stringify(guess.mapping) : undefined;
  const of = {
    interactions: ['--interactions', '--map'],
    videos: ['--videos', '--map-videos'],
    users: ['--users', '--map-users'],
  } as const;
  if (guess.role === 'unknown') return '';
  const [option, map] = of[guess.role];
  const words = [
    'ranklab import --workspace WORKSPACE',
    `${option} ${shellWord(file)}`,
    ...(pairs === undefined ? [] : [`${map} ${shellWord(pairs)}`]),
    ...(Object.keys(options).length > 0 ? [`--options ${shellWord(JSON.stringify({ [guess.role]: options }))}`] : []),
    ...(questions.length > 0 ? ['--yes'] : []),
  ];
  return words.join(' ');
}

const shellWord = (text: string): string => (/^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
