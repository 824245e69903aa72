import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FilePreview, ImportReport } from '#shared/schemas/dataset';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'workspace');
const file = join(folder, 'log.csv');
writeFileSync(
  file,
  'user;item;when;stars;action\nada;v1;2024-01-05T10:00;3,5;click\nada;v2;2024-01-05 10:05;4,0;fav\nbob;v1;bad;1,0;click\n',
);
const importing = (...more: string[]) =>
  ranklab(
    'import',
    '--workspace',
    workspace,
    '--interactions',
    file,
    '--kinds',
    'click=view,fav=like',
    '--reject-limit',
    '0.5',
    '--quiet',
    ...more,
  );
const reportOf = (stdout: string) => JSON.parse(stdout) as ImportReport;

it('previews, checks without side effects, imports, and reports when no row was accepted', () => {
  const preview = JSON.parse(ranklab('preview', file, '--json').stdout) as FilePreview;
  expect(preview).toMatchObject({ delimiter: ';', decimalComma: true, timestampUnit: 'iso' });
  expect(preview.questions).toEqual([]);
  expect(preview.guess).toEqual({
    role: 'interactions',
    mapping: { user: 'user', video: 'item', timestamp: 'when', value: 'stars', kind: 'action' },
  });

  const checked = importing('--check', '--json');
  expect(checked.status).toBe(0);
  expect(reportOf(checked.stdout)).toMatchObject({ changed: false, interactions: 2, files: [{ lines: 3, accepted: 2, rejected: 1 }] });
  expect(existsSync(workspace)).toBe(false);

  const imported = importing();
  expect(imported.status).toBe(0);
  expect(imported.stdout).toContain('log.csv:4 when: not a timestamp in the expected form: bad');
  expect(existsSync(join(workspace, 'exports/import-rejects.csv'))).toBe(true);

  const again = importing('--mode', 'merge');
  expect(again.status).toBe(1);
  expect(again.stdout).toContain('Nothing was imported: no row was accepted. The data is unchanged.');
});

it('uses the given options instead of detection', () => {
  const asText = importing('--delimiter', ',', '--check');
  expect([asText.status, asText.stderr]).toEqual([2, expect.stringContaining('No column is mapped')]);
  const inSeconds = importing('--timestamp-unit', 's', '--check', '--json');
  expect(reportOf(inSeconds.stdout).files[0]).toMatchObject({ accepted: 0, rejected: 3 });
  expect(importing('--options', '{"interactions":{"delimiterr":";"}}').stderr).toContain('delimiterr');
});
