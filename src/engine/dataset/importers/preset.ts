import type { RegistryEntry } from '#engine/core/registry';
import { z } from 'zod';
import type { FileSpec } from './plan';

/** One file of a layout, under the name `spec.file`. */
export interface PresetFile {
  readonly spec: FileSpec;
  readonly required: boolean;
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
