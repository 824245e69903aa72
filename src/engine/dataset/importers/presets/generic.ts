import { noParams, type ImportPreset } from '../preset';

export const genericPreset: ImportPreset = {
  id: 'generic',
  label: 'Any CSV, TSV or Parquet',
  description: 'Choose the files and map their columns, starting from guesses.',
  params: noParams,
  layouts: [],
};
