import { noParams, presetFile, type ImportPreset } from '../preset';

export const personalizePreset: ImportPreset = {
  id: 'personalize',
  label: 'Amazon Personalize',
  description: 'Interactions and items in the schema of Amazon Personalize.',
  params: noParams,
  layouts: [
    {
      label: 'Amazon Personalize (interactions.csv, items.csv)',
      files: [
        presetFile('interactions', 'interactions.csv', {
          mapping: { user: 'USER_ID', video: 'ITEM_ID', timestamp: 'TIMESTAMP' },
          timestampUnit: 's',
        }),
        presetFile('videos', 'items.csv', { mapping: { video: 'ITEM_ID' } }),
        presetFile('users', 'users.csv', { mapping: { user: 'USER_ID' } }),
      ],
      recognisedBy: ['interactions.csv', 'items.csv'],
      notes: [],
    },
  ],
};
