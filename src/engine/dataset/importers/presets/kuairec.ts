import { noParams, presetFile, type ImportPreset } from '../preset';

export const kuairecPreset: ImportPreset = {
  id: 'kuairec',
  label: 'KuaiRec',
  description: 'Matrices and item tables of KuaiRec; the watch ratio is the value.',
  params: noParams,
  layouts: [
    {
      label: 'KuaiRec (small_matrix.csv or big_matrix.csv)',
      files: [
        presetFile(
          'interactions',
          'small_matrix.csv',
          {
            mapping: { user: 'user_id', video: 'video_id', timestamp: 'timestamp', value: 'watch_ratio' },
            timestampUnit: 's',
            defaultKind: 'view',
          },
          {
            alsoNamed: ['big_matrix.csv'],
            signature: { columns: ['user_id', 'video_id', 'play_duration', 'video_duration', 'watch_ratio', 'timestamp'] },
          },
        ),
        presetFile(
          'videos',
          'item_daily_features.csv',
          {
            mapping: {
              video: 'video_id',
              creator: 'author_id',
              category: 'video_tag_name',
              publishedAt: 'upload_dt',
              duration: 'video_duration',
            },
            timestampUnit: 'iso',
            durationUnit: 'ms',
            repeatedIds: 'last',
          },
          { signature: { columns: ['video_id', 'author_id', 'upload_dt', 'video_duration', 'video_tag_name'] } },
        ),
        presetFile('users', 'user_features.csv', { mapping: { user: 'user_id' } }),
      ],
      notes: [],
    },
  ],
};
