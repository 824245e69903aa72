import { noParams, presetFile, type ImportPreset } from '../preset';

export const kuairandPreset: ImportPreset = {
  id: 'kuairand',
  label: 'KuaiRand',
  description:
    'Logs of KuaiRand: what was clicked, liked, followed, commented and forwarded becomes kinds; rows in which nothing happened are left out.',
  params: noParams,
  layouts: [
    {
      label: 'KuaiRand (log_standard….csv, video_features_basic….csv)',
      files: [
        presetFile(
          'interactions',
          'log_standard_4_22_to_5_08_pure.csv',
          {
            mapping: { user: 'user_id', video: 'video_id', timestamp: 'time_ms', value: 'play_time_ms' },
            timestampUnit: 'ms',
            flags: {
              is_click: 'view',
              is_like: 'like',
              is_follow: 'follow',
              is_comment: 'comment',
              is_forward: 'share',
              long_view: 'finish',
            },
          },
          { alsoNamed: ['log_standard_4_08_to_4_21_pure.csv', 'log_random_4_22_to_5_08_pure.csv'] },
        ),
        presetFile('videos', 'video_features_basic_pure.csv', {
          mapping: { video: 'video_id', creator: 'author_id', category: 'tag', publishedAt: 'upload_dt', duration: 'video_duration' },
          timestampUnit: 'iso',
          durationUnit: 'ms',
        }),
        presetFile('users', 'user_features_pure.csv', { mapping: { user: 'user_id' } }),
      ],
      notes: [],
    },
  ],
};
