import type { RegistryEntry } from '#engine/core/registry';
import { z } from 'zod';
import type { RowShapeId } from '#shared/schemas/dataset';
import { fileSpec, type FileRole, type FileSpec } from './plan';

/** By what a file of a preset is known whatever it is called; all that is stated has to hold. */
export interface Signature {
  readonly shape?: RowShapeId;
  /** What the file is called. */
  readonly named?: RegExp;
  /** Columns of the header, among others. */
  readonly columns?: readonly string[];
  /** How many columns a file without a header has. */
  readonly width?: number;
  /** What all given cells of a column look like, by its place from 0. */
  readonly cells?: Readonly<Record<number, RegExp>>;
}

/** One file of a layout. `spec.file` is its usual name; `alsoNamed` are others it goes by. */
export interface PresetFile {
  readonly spec: FileSpec;
  /** What the preset says of the file; everything else is detected. */
  readonly stated: Partial<FileSpec>;
  readonly required: boolean;
  readonly alsoNamed: readonly string[];
  /** Ends of names that it goes by, such as `.inter`. */
  readonly endings: readonly string[];
  readonly signature?: Signature;
}

/** One set of files in which a data set comes. */
export interface PresetLayout {
  readonly label: string;
  readonly files: readonly PresetFile[];
  readonly notes: readonly string[];
  /** File names that together suggest this layout; the required files where it is left out. Set it when those are common names. */
  readonly recognisedBy?: readonly string[];
}

export interface ImportPreset extends RegistryEntry {
  /** Tried in order; empty for “generic”, where the analyst maps the columns. */
  readonly layouts: readonly PresetLayout[];
}

/** Presets take no parameters. */
export const noParams = z.strictObject({});

/** A file of a layout: its role, its usual name and what is to be said of it. */
export const presetFile = (
  role: FileRole,
  file: string,
  stated: Partial<Omit<FileSpec, 'role' | 'file'>>,
  more: Partial<Pick<PresetFile, 'required' | 'alsoNamed' | 'endings' | 'signature'>> = {},
): PresetFile => ({
  spec: fileSpec(role, file, stated),
  stated,
  required: more.required ?? role === 'interactions',
  alsoNamed: more.alsoNamed ?? [],
  endings: more.endings ?? [],
  ...(more.signature && { signature: more.signature }),
});
