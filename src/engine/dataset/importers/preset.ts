import type { RegistryEntry } from '#engine/core/registry';
import { z } from 'zod';
import type { RowShapeId } from '#shared/schemas/dataset';
import { fileSpec, type FileRole, type FileSpec } from './plan';

/** Identifies a preset's file whatever its name; every condition that is given has to hold. */
export interface Signature {
  readonly shape?: RowShapeId;
  /** Pattern of the file's name. */
  readonly named?: RegExp;
  /** Columns of the header, among others. */
  readonly columns?: readonly string[];
  /** How many columns a file without a header has. */
  readonly width?: number;
  /** Pattern of all given cells of a column, by its index from 0. */
  readonly cells?: Readonly<Record<number, RegExp>>;
}

/** One file of a layout. `spec.file` is its usual name; `alsoNamed` lists its other names. */
export interface PresetFile {
  readonly spec: FileSpec;
  /** What the preset states about the file; everything else is detected. */
  readonly stated: Partial<FileSpec>;
  readonly required: boolean;
  readonly alsoNamed: readonly string[];
  /** Name endings by which it is recognised, such as `.inter`. */
  readonly endings: readonly string[];
  readonly signature?: Signature;
}

/** One set of files in which a data set is published. */
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

/** A file of a layout: its role, its usual name and its settings. */
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
