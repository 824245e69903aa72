import { interactionColumns, userIdColumn, videoColumns } from '../../csv-files';
import { noParams, presetFile, type ImportPreset, type PresetLayout } from '../preset';

/** Settings of all the files. The decimal sign may be the one that a spreadsheet saved; numbers are never grouped. */
const own = { timestampUnit: 'ms', numbers: 'comma', literalMarks: true, written: true } as const;
const table = { ...own, inertFormulas: true, multiValues: { separators: ['|'], nested: false, escaped: true, noneCells: [] } } as const;
/** JSON Lines and Parquet have real lists, and are not opened in spreadsheets that would run a cell as a formula. */
const typed = { ...own, inertFormulas: false, multiValues: { separators: [], nested: true, escaped: false, noneCells: [] } } as const;
const [videoId, title, description, tags, category, creator, publishedAt, duration] = videoColumns;
const [user, video, kind, value, timestamp] = interactionColumns;

type TableFormat = typeof table | typeof typed;

const layout = (ending: string, stated: TableFormat, named: RegExp): PresetLayout => ({
  label: `RankLab (users.${ending}, videos.${ending}, interactions.${ending})`,
  // Many logs are named videos.csv and interactions.csv; only our own writer adds users.csv.
  recognisedBy: ['users', 'videos', 'interactions'].map((name) => `${name}.${ending}`),
  files: [
    presetFile('users', `users.${ending}`, { ...stated, mapping: { user: userIdColumn } }),
    presetFile(
      'videos',
      `videos.${ending}`,
      { ...stated, mapping: { video: videoId, title, description, tags, category, creator, publishedAt, duration } },
      { required: true, signature: { columns: videoColumns, named } },
    ),
    presetFile(
      'interactions',
      `interactions.${ending}`,
      { ...stated, mapping: { user, video, kind, value, timestamp } },
      { signature: { columns: interactionColumns, named } },
    ),
  ],
  notes: [],
});

/** The files that RankLab writes (see csv-files.ts and exporters/). */
export const ranklabPreset: ImportPreset = {
  id: 'ranklab',
  label: 'RankLab',
  description: 'users, videos and interactions (.csv, .jsonl or .parquet) as generated or exported here; gives the same data back.',
  params: noParams,
  layouts: [
    layout('csv', table, /^(?!.*\.(jsonl|parquet)(\.gz|\.zst)?$)/i),
    layout('jsonl', typed, /\.jsonl(\.gz|\.zst)?$/i),
    layout('parquet', typed, /\.parquet$/i),
  ],
};
