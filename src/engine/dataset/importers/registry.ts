import { Registry } from '#engine/core/registry';
import { RankLabError } from '#shared/errors';
import type { FileSpec, ImportPlan } from './plan';
import type { ImportPreset, PresetFile } from './preset';
import { genericPreset } from './presets/generic';
import { movielensPreset, movielensWithTagsPreset } from './presets/movielens';
import { ranklabPreset } from './presets/ranklab';

export const importPresets = new Registry<ImportPreset>('import preset', [
  movielensPreset,
  movielensWithTagsPreset,
  ranklabPreset,
  genericPreset,
]);

/**
 * Chooses the preset's first layout whose required files are all among `fileNames` (names in one folder, letter case
 * ignored); `spec.file` of the answer are names as they were given.
 * @throws IMPORT_FAILED naming what is missing, INVALID_ARGUMENT for an unknown preset.
 */
export function planPreset(presetId: string, fileNames: readonly string[]): ImportPlan {
  const preset = importPresets.get(presetId, 'preset');
  if (preset.layouts.length === 0) {
    throw new RankLabError('INVALID_ARGUMENT', `The preset “${presetId}” has no fixed files: name the files and map their columns`, {
      place: 'preset',
      value: presetId,
    });
  }
  const byName = new Map(fileNames.map((name) => [name.toLowerCase(), name]));
  const find = ({ spec, alsoNamed = [] }: PresetFile): string | undefined =>
    [spec.file, ...alsoNamed].map((name) => byName.get(name.toLowerCase())).find((name) => name !== undefined);
  const layout = preset.layouts.find(({ files }) => files.every((file) => !file.required || find(file) !== undefined));
  if (!layout) throw missingFiles(preset, fileNames);
  const files = layout.files.flatMap((file) => {
    const name = find(file);
    return name === undefined ? [] : [{ ...file.spec, file: name }];
  });
  return { files: inImportOrder(files), unknownIds: 'add', notes: [`Read as ${layout.label}`, ...layout.notes] };
}

const importOrder = ['users', 'videos', 'tags', 'interactions'];

/** Users and videos before what refers to them. */
export const inImportOrder = (files: readonly FileSpec[]): FileSpec[] =>
  [...files].sort((a, b) => importOrder.indexOf(a.role) - importOrder.indexOf(b.role));

function missingFiles(preset: ImportPreset, fileNames: readonly string[]): RankLabError {
  const wanted = preset.layouts.map(
    ({ label, files }) =>
      `${label}: ${files
        .filter((file) => file.required)
        .map((file) => file.spec.file)
        .join(' and ')}`,
  );
  return new RankLabError(
    'IMPORT_FAILED',
    `The folder does not hold the files of the preset “${preset.id}”; looked for ${wanted.join('; or ')}`,
    {
      place: 'from',
      value: fileNames.slice(0, 10).join(', '),
      remedy: 'Choose the folder that directly contains them, or import the files one by one with a column mapping',
    },
  );
}
