import { commaCsv } from '../plan';
import { noParams, presetFile, type ImportPreset } from '../preset';

export const netflixPreset: ImportPreset = {
  id: 'netflix',
  label: 'Netflix prize',
  description: 'combined_data_*.txt (sections of one movie each) and movie_titles.csv.',
  params: noParams,
  layouts: [
    {
      label: 'Netflix prize (combined_data_1.txt, movie_titles.csv)',
      files: [
        presetFile(
          'interactions',
          'combined_data_1.txt',
          {
            format: { ...commaCsv, hasHeader: false, columns: ['movie', 'user', 'rating', 'date'] },
            mapping: { user: 'user', video: 'movie', value: 'rating', timestamp: 'date' },
            timestampUnit: 'iso',
            defaultKind: 'rating',
          },
          { signature: { shape: 'sections', width: 4, cells: { 1: /^\d+$/, 2: /^[1-5]$/, 3: /^\d{4}-\d{2}-\d{2}$/ } } },
        ),
        presetFile('videos', 'movie_titles.csv', {
          format: { ...commaCsv, hasHeader: false, quotes: 'none', columns: ['movie', 'year', 'title'] },
          mapping: { video: 'movie', title: 'title', publishedAt: 'year' },
          timestampUnit: 'year',
        }),
      ],
      notes: [],
    },
  ],
};
