import { noParams, type ImportPreset } from '../preset';

export const genericPreset: ImportPreset = {
  id: 'generic',
  label: 'Any CSV, TSV or Parquet',
  description: 'Name the files and say which column is what; guesses from the headers are offered.',
  params: noParams,
  layouts: [],
};
