import type { FileOptions } from '#shared/schemas/dataset';
import { writtenColumns } from './kept-columns';
import { inspect, type Inspection, type InspectionOptions, type TextSample } from './inspect';
import type { FileRole, FileSpec } from './plan';
import { planFile, type PlannedFile, type FileRequest } from './plan-file';
import type { PresetFile, Signature } from './preset';
import { importPresets } from './registry';

interface RecognisedFile {
  readonly preset: string;
  readonly file: PresetFile;
  readonly notes: readonly string[];
}

/** The preset whose signature matches the file; with `role`, only files of that role. */
export function recognise(inspection: Inspection, role: FileRole | undefined): RecognisedFile | undefined {
  for (const preset of importPresets.list()) {
    for (const layout of preset.layouts) {
      const file = layout.files.find(
        ({ spec, signature }) => signature && (role === undefined || spec.role === role) && matches(inspection, signature),
      );
      if (file) return { preset: preset.id, file, notes: layout.notes };
    }
  }
  return undefined;
}

function matches({ file, names, rows, shape, hasHeader }: Inspection, signature: Signature): boolean {
  if (signature.named?.test(file) === false) return false;
  if (shape?.id !== signature.shape) return false;
  if (signature.columns) return hasHeader && signature.columns.every((column) => names.includes(column));
  if (hasHeader || names.length !== signature.width) return false;
  return Object.entries(signature.cells ?? {}).every(([column, pattern]) =>
    rows.slice(0, 500).every((row) => (row[Number(column)] ?? '') === '' || pattern.test(row[Number(column)])),
  );
}

/** How the preset reads its file: the format that it states, with the encoding detected. */
function presetInspectionOptions({ stated }: PresetFile, options: FileOptions = {}): InspectionOptions {
  const { format } = stated;
  return {
    ...(format && { delimiter: format.delimiter, hasHeader: format.hasHeader, columns: format.columns, quotes: format.quotes }),
    ...options,
  };
}

/** The file as the preset plans it; the caller's settings take precedence over the preset's. */
export function planPresetFile(
  inspection: Inspection,
  file: string,
  presetFile: PresetFile,
  request: Partial<FileRequest> = {},
): PlannedFile {
  const { role } = presetFile.spec;
  const { format: _format, mapping = {}, ...stated } = presetFile.stated;
  const there = Object.fromEntries(Object.entries(mapping).filter(([, column]) => inspection.names.includes(column)));
  const options = { ...statedOptions(stated), ...request.options };
  const planned = planFile(inspection, file, {
    ...request,
    role: role === 'tags' ? 'videos' : role,
    mapping: { ...there, ...request.mapping },
    options,
  });
  const overridden = Object.keys(request.options ?? {});
  const rest = Object.fromEntries(Object.entries(stated).filter(([key]) => !overridden.includes(key)));
  const spec: FileSpec = {
    ...planned.spec,
    ...rest,
    role,
    ...(request.shared?.defaultKind !== undefined && { defaultKind: request.shared.defaultKind }),
  };
  if (role === 'tags') return { spec: { ...spec, mapping, kept: [] }, questions: [], notes: [] };
  const taken = new Set([...Object.values(spec.mapping), ...Object.values(stated.categoryFlags ?? {})]);
  const known = new Map((stated.kept ?? []).map((column) => [column.column, column]));
  const found = planned.spec.kept.filter(({ column }) => !taken.has(column)).map((column) => known.get(column.column) ?? column);
  const written = spec.written ? writtenColumns(spec, inspection.names, taken) : [];
  // Columns that were added to a file that RankLab wrote have no type in their header: their cells decide.
  const kept = [...written, ...found.filter(({ column }) => !written.some((one) => one.column === column))];
  const guesses = spec.guesses.map((guess) => (there[guess.field] === guess.column ? { ...guess, because: 'the format says so' } : guess));
  return { ...planned, spec: { ...spec, kept, guesses } };
}

/** Settings that answer questions: a unit that the preset states is not asked for. */
const statedOptions = ({ timestampUnit, numbers, durationUnit, flags, repeatedIds }: Partial<FileSpec>): FileOptions => ({
  ...(timestampUnit !== undefined && { timestampUnit }),
  ...(numbers !== undefined && { numberFormat: numbers }),
  ...(durationUnit !== undefined && { durationUnit }),
  ...(flags !== undefined && { flags }),
  ...(repeatedIds !== undefined && { repeatedIds }),
});

/** Profiles the file again with the preset's names for columns without a header. */
export const lookWithPreset = (sample: TextSample, file: string, presetFile: PresetFile, options: FileOptions = {}): Inspection =>
  inspect(sample, file, presetInspectionOptions(presetFile, options));
