import { preferenceMeasure } from './measure';
import { fulfilled, possible, preferenceSource, scopeTexts, sumOver } from './preference-ratio';

const base = {
  source: preferenceSource,
  average: 'sum',
  range: '0 and up',
  direction: 'neither',
} as const;

export const preferencesPossible = preferenceMeasure({
  ...base,
  id: 'prefs_num_prefs_poss',
  label: 'Possible preferences',
  description: 'Preferences in the judgements.',
  formula: '\\text{possible}',
  edgePolicy: 'Sums over topics and groups.',
  measure: (topic) => sumOver(topic, possible, 'all'),
});

export const preferencesFulfilled = preferenceMeasure({
  ...base,
  id: 'prefs_num_prefs_ful',
  label: 'Fulfilled preferences',
  description: 'Preferences that the ranking fulfils.',
  formula: '\\text{fulfilled}',
  edgePolicy: `Sums over topics and groups. ${scopeTexts.all}`,
  measure: (topic) => sumOver(topic, fulfilled, 'all'),
});

export const preferencesFulfilledRetrieved = preferenceMeasure({
  ...base,
  id: 'prefs_num_prefs_ful_ret',
  label: 'Fulfilled preferences, retrieved',
  description: 'Preferences between two retrieved documents that the ranking fulfils.',
  formula: '\\text{fulfilled}',
  edgePolicy: `Sums over topics and groups. ${scopeTexts.retrieved}`,
  measure: (topic) => sumOver(topic, fulfilled, 'retrieved'),
});
