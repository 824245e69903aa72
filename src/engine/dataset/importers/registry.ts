import { Registry } from '#engine/core/registry';
import type { ImportPreset } from './preset';
import { genericPreset } from './presets/generic';
import { movielensPreset, movielensWithTagsPreset } from './presets/movielens';
import { ranklabPreset } from './presets/ranklab';

/** Every preset, in display order. */
export const importPresets = new Registry<ImportPreset>('import preset', [
  movielensPreset,
  movielensWithTagsPreset,
  ranklabPreset,
  genericPreset,
]);
