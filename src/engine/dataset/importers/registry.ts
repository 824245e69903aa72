import { Registry } from '#engine/core/registry';
import type { ImportPreset } from './preset';
import { amazonPreset } from './presets/amazon';
import { bookCrossingPreset } from './presets/book-crossing';
import { genericPreset } from './presets/generic';
import { kuairandPreset } from './presets/kuairand';
import { kuairecPreset } from './presets/kuairec';
import { lastfmPreset } from './presets/lastfm';
import { mindPreset } from './presets/mind';
import { movielensPreset, movielensWithTagsPreset } from './presets/movielens';
import { netflixPreset } from './presets/netflix';
import { personalizePreset } from './presets/personalize';
import { ranklabPreset } from './presets/ranklab';
import { recbolePreset } from './presets/recbole';
import { retailrocketPreset } from './presets/retailrocket';
import { ubiPreset } from './presets/ubi';
import { yoochoosePreset } from './presets/yoochoose';

/** Every preset, in display order. */
export const importPresets = new Registry<ImportPreset>('import preset', [
  movielensPreset,
  movielensWithTagsPreset,
  ranklabPreset,
  amazonPreset,
  bookCrossingPreset,
  kuairandPreset,
  kuairecPreset,
  lastfmPreset,
  mindPreset,
  netflixPreset,
  personalizePreset,
  recbolePreset,
  retailrocketPreset,
  ubiPreset,
  yoochoosePreset,
  genericPreset,
]);
