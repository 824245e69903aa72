import { noParams, presetFile, type ImportPreset } from '../preset';

export const retailrocketPreset: ImportPreset = {
  id: 'retailrocket',
  label: 'RetailRocket',
  description: 'events.csv, and the properties of items as they were last.',
  params: noParams,
  layouts: [
    {
      label: 'RetailRocket (events.csv, item_properties_part1.csv)',
      files: [
        presetFile(
          'interactions',
          'events.csv',
          { mapping: { user: 'visitorid', video: 'itemid', kind: 'event', timestamp: 'timestamp' }, timestampUnit: 'ms' },
          { signature: { columns: ['timestamp', 'visitorid', 'event', 'itemid', 'transactionid'] } },
        ),
        presetFile('videos', 'item_properties_part1.csv', { mapping: { video: 'itemid' } }),
      ],
      recognisedBy: ['events.csv', 'item_properties_part1.csv'],
      notes: [],
    },
  ],
};
