import { noParams, presetFile, type ImportPreset } from '../preset';

export const ubiPreset: ImportPreset = {
  id: 'ubi',
  label: 'User Behavior Insights',
  description: 'Events of OpenSearch and Elasticsearch as JSON Lines; the client is the user.',
  params: noParams,
  layouts: [
    {
      label: 'User Behavior Insights (ubi_events.jsonl)',
      files: [
        presetFile(
          'interactions',
          'ubi_events.jsonl',
          {
            mapping: { user: 'client_id', video: 'event_attributes.object.object_id', kind: 'action_name', timestamp: 'timestamp' },
            timestampUnit: 'iso',
          },
          {
            alsoNamed: ['ubi_events.ndjson', 'ubi.jsonl'],
            signature: { columns: ['action_name', 'client_id', 'event_attributes.object.object_id', 'timestamp'] },
          },
        ),
      ],
      notes: [],
    },
  ],
};
