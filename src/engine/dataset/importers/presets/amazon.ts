import { noParams, presetFile, type ImportPreset } from '../preset';

export const amazonPreset: ImportPreset = {
  id: 'amazon',
  label: 'Amazon reviews',
  description: 'Ratings of 2014 and 2018 (user or item first), reviews of 2023 as CSV or JSON Lines, and their meta data.',
  params: noParams,
  layouts: [
    {
      label: 'Amazon reviews and meta data',
      files: [
        presetFile(
          'interactions',
          'reviews.jsonl',
          { mapping: { user: 'user_id', video: 'parent_asin', value: 'rating', timestamp: 'timestamp' }, defaultKind: 'rating' },
          {
            alsoNamed: ['ratings.csv', 'reviews.csv', 'reviews.json'],
            signature: { columns: ['user_id', 'parent_asin', 'rating', 'timestamp'] },
          },
        ),
        presetFile(
          'videos',
          'meta.jsonl',
          { mapping: { video: 'parent_asin', title: 'title', description: 'description', category: 'categories', creator: 'store' } },
          { signature: { columns: ['parent_asin', 'title', 'store', 'categories'] } },
        ),
      ],
      notes: [],
    },
  ],
};
