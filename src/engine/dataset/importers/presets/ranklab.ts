import { interactionColumns, userIdColumn, videoColumns } from '../../csv-files';
import { noParams, presetFile, type ImportPreset } from '../preset';

const own = {
  timestampUnit: 'ms',
  inertFormulas: true,
  multiValues: { separators: ['|'], nested: false, escaped: true, noneCells: [] },
  literalMarks: true,
} as const;
const [videoId, title, description, tags, category, creator, publishedAt, duration] = videoColumns;
const [user, video, kind, value, timestamp] = interactionColumns;

/** The three files that RankLab itself writes (see csv-files.ts). */
export const ranklabPreset: ImportPreset = {
  id: 'ranklab',
  label: 'RankLab',
  description: 'users.csv, videos.csv and interactions.csv as generated or exported here; gives the same data back.',
  params: noParams,
  layouts: [
    {
      label: 'RankLab (users.csv, videos.csv, interactions.csv)',
      // Many logs are named videos.csv and interactions.csv; only our own writer adds users.csv.
      recognisedBy: ['users.csv', 'videos.csv', 'interactions.csv'],
      files: [
        presetFile('users', 'users.csv', { ...own, mapping: { user: userIdColumn } }),
        presetFile(
          'videos',
          'videos.csv',
          { ...own, mapping: { video: videoId, title, description, tags, category, creator, publishedAt, duration } },
          { required: true, signature: { columns: videoColumns } },
        ),
        presetFile(
          'interactions',
          'interactions.csv',
          { ...own, mapping: { user, video, kind, value, timestamp } },
          { signature: { columns: interactionColumns } },
        ),
      ],
      notes: [],
    },
  ],
};
