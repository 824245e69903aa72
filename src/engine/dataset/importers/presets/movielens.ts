import type { ListFormat } from '../formats/lists';
import { commaCsv, type CsvFormat } from '../plan';
import { noParams, presetFile, type ImportPreset, type PresetLayout } from '../preset';

const genres: ListFormat = { separators: ['|'], nested: false, escaped: false, noneCells: ['(no genres listed)'] };
const rating = { user: 'userId', video: 'movieId', value: 'rating', timestamp: 'timestamp' };
const movie = { video: 'movieId', title: 'title', category: 'genres' };
const ratings = { timestampUnit: 's', defaultKind: 'rating' } as const;

const tagNote =
  'Tags were written by users at their own times, some after the end of training: text features built from them leak a little of the future';

const csvLayout: PresetLayout = {
  label: 'MovieLens CSV (ratings.csv, movies.csv)',
  files: [
    presetFile(
      'interactions',
      'ratings.csv',
      { ...ratings, mapping: rating },
      { signature: { columns: ['userId', 'movieId', 'rating', 'timestamp'] } },
    ),
    presetFile(
      'videos',
      'movies.csv',
      { mapping: movie, multiValues: genres },
      { required: true, signature: { columns: ['movieId', 'title', 'genres'] } },
    ),
  ],
  notes: [],
};

const withTags: PresetLayout = {
  label: 'MovieLens CSV with tags (ratings.csv, movies.csv, tags.csv)',
  files: [...csvLayout.files, presetFile('tags', 'tags.csv', { mapping: { video: 'movieId', tag: 'tag' } }, { required: true })],
  notes: [tagNote],
};

/** No header and no quotation marks. The encoding is detected: older ones have one byte per character, those from 2009 on are UTF-8. */
const divided = (delimiter: string, ...columns: string[]): CsvFormat => ({
  ...commaCsv,
  delimiter,
  hasHeader: false,
  columns,
  quotes: 'none',
});

const colonLayout: PresetLayout = {
  label: 'MovieLens with :: (ratings.dat, movies.dat)',
  files: [
    presetFile('interactions', 'ratings.dat', {
      ...ratings,
      format: divided('::', 'userId', 'movieId', 'rating', 'timestamp'),
      mapping: rating,
    }),
    presetFile(
      'videos',
      'movies.dat',
      { format: divided('::', 'movieId', 'title', 'genres'), mapping: movie, multiValues: genres },
      { required: true },
    ),
    presetFile('users', 'users.dat', {
      format: divided('::', 'userId', 'gender', 'age', 'occupation', 'zip'),
      mapping: { user: 'userId' },
    }),
  ],
  notes: [],
};

const genreFlags =
  'unknown Action Adventure Animation Children Comedy Crime Documentary Drama Fantasy Film-Noir Horror Musical Mystery Romance Sci-Fi Thriller War Western'.split(
    ' ',
  );

const tabLayout: PresetLayout = {
  label: 'MovieLens 100K (u.data, u.item)',
  files: [
    presetFile('interactions', 'u.data', {
      ...ratings,
      format: divided('\t', 'userId', 'movieId', 'rating', 'timestamp'),
      mapping: rating,
    }),
    presetFile(
      'videos',
      'u.item',
      {
        format: divided('|', 'movieId', 'title', 'released', 'videoReleased', 'url', ...genreFlags),
        mapping: { video: 'movieId', title: 'title', publishedAt: 'released' },
        timestampUnit: 'day-month-year',
        // A movie flagged “unknown” has no genre.
        categoryFlags: Object.fromEntries(genreFlags.slice(1).map((genre) => [genre, genre])),
      },
      { required: true },
    ),
    presetFile('users', 'u.user', { format: divided('|', 'userId', 'age', 'gender', 'occupation', 'zip'), mapping: { user: 'userId' } }),
  ],
  notes: [],
};

export const movielensPreset: ImportPreset = {
  id: 'movielens',
  label: 'MovieLens',
  description: 'Ratings and movies in any layout published by GroupLens; the file names determine the layout.',
  params: noParams,
  layouts: [csvLayout, colonLayout, tabLayout],
};

/** The same with the users' tags as text of the movies. A separate preset, because those tags leak a little of the future. */
export const movielensWithTagsPreset: ImportPreset = {
  ...movielensPreset,
  id: 'movielens-tags',
  label: 'MovieLens with users’ tags',
  description: 'MovieLens CSV, and the tags that users wrote become tags of the movies.',
  layouts: [withTags],
};
