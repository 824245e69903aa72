import { noParams, presetFile, type ImportPreset } from '../preset';

export const bookCrossingPreset: ImportPreset = {
  id: 'book-crossing',
  label: 'Book-Crossing',
  description: 'BX-Book-Ratings.csv, BX-Books.csv and BX-Users.csv; a rating of 0 means that none was given.',
  params: noParams,
  layouts: [
    {
      label: 'Book-Crossing (BX-Book-Ratings.csv, BX-Books.csv)',
      files: [
        presetFile(
          'interactions',
          'BX-Book-Ratings.csv',
          { mapping: { user: 'User-ID', video: 'ISBN', value: 'Book-Rating' }, notRated: [0], defaultKind: 'rating' },
          { alsoNamed: ['Ratings.csv'], signature: { columns: ['User-ID', 'ISBN', 'Book-Rating'] } },
        ),
        presetFile(
          'videos',
          'BX-Books.csv',
          {
            mapping: { video: 'ISBN', title: 'Book-Title', creator: 'Book-Author', publishedAt: 'Year-Of-Publication' },
            timestampUnit: 'year',
            entities: true,
          },
          {
            alsoNamed: ['BX_Books.csv', 'Books.csv'],
            signature: { columns: ['ISBN', 'Book-Title', 'Book-Author', 'Year-Of-Publication'] },
          },
        ),
        presetFile(
          'users',
          'BX-Users.csv',
          { mapping: { user: 'User-ID' } },
          { alsoNamed: ['Users.csv'], signature: { columns: ['User-ID', 'Location', 'Age'] } },
        ),
      ],
      notes: ['A rating of 0 is read as “no rating given”'],
    },
  ],
};
