import type { RegistryEntry } from '#engine/core/registry';
import { z } from 'zod';
import type { FileSpec } from './plan';

/** One file of a layout. `spec.file` is its usual name; `alsoNamed` are others it goes by. */
export interface PresetFile {
  readonly spec: FileSpec;
  readonly required: boolean;
  readonly alsoNamed?: readonly string[];
}

/** One set of files in which a data set comes. */
export interface PresetLayout {
  readonly label: string;
  readonly files: readonly PresetFile[];
  readonly notes: readonly string[];
}

export interface ImportPreset extends RegistryEntry {
  /** Tried in order; empty for “generic”, where the analyst maps the columns. */
  readonly layouts: readonly PresetLayout[];
}

/** Presets take no parameters. */
export const noParams = z.strictObject({});
