import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { previewFile } from '#service/import/import-plan';
import { fileOptionsSchema, type FilePreview } from '#shared/schemas/dataset';
import { parseOrThrow } from '#shared/validation';
import { jsonObject } from '../arguments';
import { printResult, textTable, type OutputOptions } from '../output';

export function preview(program: Command): void {
  program
    .command('preview')
    .description('Say what a file seems to be: format, columns, and the mapping that an import would guess.')
    .argument('<file>', 'a CSV, TSV or Parquet file')
    .option('--options <json>', 'read it so: {"delimiter":";","encoding":"utf-8","hasHeader":true}', jsonObject, {})
    .option('--json', 'print one JSON document')
    .action(async (file: string, { options, ...output }: OutputOptions & { options: Record<string, unknown> }) => {
      const scratch = await mkdtemp(join(tmpdir(), 'ranklab-preview-'));
      try {
        const found = await previewFile(nodeFileOperations, resolve(file), scratch, parseOrThrow(fileOptionsSchema, options, 'options'));
        printResult(output, found, () => describe(found));
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    });
}

function describe({ file, delimiter, encoding, hasHeader, columns, guess, warnings, timestampUnit, decimalComma }: FilePreview): string {
  const fieldOf = (column: string): string => Object.entries(guess.mapping).find(([, mapped]) => mapped === column)?.[0] ?? '';
  const facts = [
    `delimiter ${JSON.stringify(delimiter)}`,
    encoding,
    hasHeader ? 'with a header' : 'no header',
    ...(timestampUnit === undefined ? [] : [`timestamps: ${timestampUnit}`]),
    ...(decimalComma === true ? ['decimal comma'] : []),
  ];
  const pairs = Object.entries(guess.mapping).map(([field, column]) => `${field}=${column}`);
  const option = { interactions: '--interactions', videos: '--videos', users: '--users', unknown: '' }[guess.role];
  const map = { interactions: '--map', videos: '--map-videos', users: '--map-users', unknown: '' }[guess.role];
  return [
    `${file}: ${facts.join(', ')}`,
    textTable(
      ['column', 'type', 'taken for', 'samples'],
      columns.map(({ name, type, samples }) => [name, type, fieldOf(name), samples.slice(0, 3).join(' · ').slice(0, 80)]),
    ),
    ...warnings.map((warning) => `Warning: ${warning}`),
    option === ''
      ? 'It is not clear what it holds: name its columns with --map, --map-videos or --map-users.'
      : `It seems to hold ${guess.role}: ranklab import ${option} ${file} ${map} ${pairs.join(',')}`,
  ].join('\n');
}
