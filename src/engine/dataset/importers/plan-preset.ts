import { RankLabError } from '#shared/errors';
import type { FileSpec } from './plan';
import type { ImportPreset, PresetFile } from './preset';
import { importPresets } from './registry';

/** The files of a folder that a preset reads. */
interface PresetPlan {
  readonly files: readonly { readonly file: string; readonly presetFile: PresetFile }[];
  readonly notes: readonly string[];
}

/**
 * Chooses the preset's first layout whose required files are all among `fileNames` (names in one folder, letter case
 * ignored); the result's `file` fields are the names as given.
 * @throws IMPORT_FAILED naming what is missing, INVALID_ARGUMENT for an unknown preset.
 */
export function planPreset(presetId: string, fileNames: readonly string[]): PresetPlan {
  const preset = importPresets.get(presetId, 'preset');
  if (preset.layouts.length === 0) {
    throw new RankLabError('INVALID_ARGUMENT', `The preset “${presetId}” has no fixed files: name the files and map their columns`, {
      place: 'preset',
      value: presetId,
    });
  }
  const byName = new Map(fileNames.map((name) => [name.toLowerCase(), name]));
  const find = ({ spec, alsoNamed, endings }: PresetFile): string | undefined =>
    [spec.file, ...alsoNamed].flatMap((name) => namesOf(name).map((written) => byName.get(written))).find((name) => name !== undefined) ??
    fileNames.find((name) => endings.some((ending) => name.toLowerCase().endsWith(ending)));
  const layout = preset.layouts.find(({ files }) => files.every((file) => !file.required || find(file) !== undefined));
  if (!layout) throw missingFiles(preset, fileNames);
  const files = layout.files.flatMap((file) => {
    const name = find(file);
    return name === undefined ? [] : [{ file: name, presetFile: file }];
  });
  return { files, notes: [`Read as ${layout.label}`, ...layout.notes] };
}

/** The names under which a file may be stored: plain, or with the ending of a compressed file. */
const namesOf = (name: string): string[] => ['', '.gz', '.zst'].map((ending) => name.toLowerCase() + ending);

const importOrder = ['users', 'videos', 'tags', 'interactions'];

/** Users and videos come before the tables that refer to them. */
export const inImportOrder = (files: readonly FileSpec[]): FileSpec[] =>
  [...files].sort((a, b) => importOrder.indexOf(a.role) - importOrder.indexOf(b.role));

function missingFiles(preset: ImportPreset, fileNames: readonly string[]): RankLabError {
  const layoutFiles = preset.layouts.map(
    ({ label, files }) =>
      `${label}: ${files
        .filter((file) => file.required)
        .map((file) => file.spec.file)
        .join(' and ')}`,
  );
  return new RankLabError(
    'IMPORT_FAILED',
    `The folder does not hold the files of the preset “${preset.id}”; looked for ${layoutFiles.join('; or ')}`,
    {
      place: 'from',
      value: fileNames.slice(0, 10).join(', '),
      remedy: 'Choose the folder that directly contains them, or import the files one by one with a column mapping',
    },
  );
}

/** The file names by which each layout of a preset is recognised. */
export const recognisedNames = ({ layouts }: ImportPreset): string[][] =>
  layouts.map(({ recognisedBy, files }) => [...(recognisedBy ?? files.filter(({ required }) => required).map(({ spec }) => spec.file))]);

/** The files that a preset reads, in all its layouts. */
export const filesRead = ({ layouts }: ImportPreset): { role: string; names: string[]; endings: string[] }[] =>
  layouts.flatMap(({ files }) =>
    files.map(({ spec, alsoNamed, endings }) => ({ role: spec.role, names: [spec.file, ...alsoNamed], endings: [...endings] })),
  );
