import { fileSpec, type CsvFormat, type MultiValueFormat } from '../plan';
import { noParams, type ImportPreset, type PresetLayout } from '../preset';

const genres: MultiValueFormat = { separator: '|', escaped: false, noneCells: ['(no genres listed)'] };
const rating = { user: 'userId', video: 'movieId', value: 'rating', timestamp: 'timestamp' };
const movie = { video: 'movieId', title: 'title', category: 'genres' };
const ratings = { timestampUnit: 's', defaultKind: 'rating' } as const;

const tagNote =
  'Tags were written by users at their own times, some after the end of training: text features built from them know a little of the future';

const csvLayout: PresetLayout = {
  label: 'MovieLens CSV (ratings.csv, movies.csv)',
  files: [
    { required: true, spec: fileSpec('interactions', 'ratings.csv', { ...ratings, mapping: rating }) },
    { required: true, spec: fileSpec('videos', 'movies.csv', { mapping: movie, multiValues: genres }) },
  ],
  notes: [],
};

const withTags: PresetLayout = {
  label: 'MovieLens CSV with tags (ratings.csv, movies.csv, tags.csv)',
  files: [...csvLayout.files, { required: true, spec: fileSpec('tags', 'tags.csv', { mapping: { video: 'movieId', tag: 'tag' } }) }],
  notes: [tagNote],
};

/** The files of 2003: no header, fields divided by two colons, no quotation marks, one byte per character. */
const colons = (...columns: string[]): CsvFormat => ({
  delimiter: '::',
  encoding: 'windows-1252',
  hasHeader: false,
  columns,
  quoted: false,
});

const colonLayout: PresetLayout = {
  label: 'MovieLens with :: (ratings.dat, movies.dat)',
  files: [
    {
      required: true,
      spec: fileSpec('interactions', 'ratings.dat', {
        ...ratings,
        format: colons('userId', 'movieId', 'rating', 'timestamp'),
        mapping: rating,
      }),
    },
    {
      required: true,
      spec: fileSpec('videos', 'movies.dat', { format: colons('movieId', 'title', 'genres'), mapping: movie, multiValues: genres }),
    },
    {
      required: false,
      spec: fileSpec('users', 'users.dat', { format: colons('userId', 'gender', 'age', 'occupation', 'zip'), mapping: { user: 'userId' } }),
    },
  ],
  notes: [],
};

const divided = (delimiter: string, ...columns: string[]): CsvFormat => ({
  delimiter,
  encoding: 'windows-1252',
  hasHeader: false,
  columns,
  quoted: false,
});
const genreFlags =
  'unknown Action Adventure Animation Children Comedy Crime Documentary Drama Fantasy Film-Noir Horror Musical Mystery Romance Sci-Fi Thriller War Western'.split(
    ' ',
  );

const tabLayout: PresetLayout = {
  label: 'MovieLens 100K (u.data, u.item)',
  files: [
    {
      required: true,
      spec: fileSpec('interactions', 'u.data', {
        ...ratings,
        format: divided('\t', 'userId', 'movieId', 'rating', 'timestamp'),
        mapping: rating,
      }),
    },
    {
      required: true,
      spec: fileSpec('videos', 'u.item', {
        format: divided('|', 'movieId', 'title', 'released', 'videoReleased', 'url', ...genreFlags),
        mapping: { video: 'movieId', title: 'title', publishedAt: 'released' },
        timestampUnit: 'day-month-year',
        // A movie flagged “unknown” has no genre.
        categoryFlags: Object.fromEntries(genreFlags.slice(1).map((genre) => [genre, genre])),
      }),
    },
    {
      required: false,
      spec: fileSpec('users', 'u.user', {
        format: divided('|', 'userId', 'age', 'gender', 'occupation', 'zip'),
        mapping: { user: 'userId' },
      }),
    },
  ],
  notes: [],
};

export const movielensPreset: ImportPreset = {
  id: 'movielens',
  label: 'MovieLens',
  description: 'Ratings and movies in any of the layouts in which GroupLens publishes them; which one it is shows in the file names.',
  params: noParams,
  layouts: [csvLayout, colonLayout, tabLayout],
};

/** The same with the users' tags as text of the movies; apart, because those tags know a little of the future. */
export const movielensWithTagsPreset: ImportPreset = {
  ...movielensPreset,
  id: 'movielens-tags',
  label: 'MovieLens with users’ tags',
  description: 'MovieLens CSV, and the tags that users wrote become tags of the movies.',
  layouts: [withTags],
};
