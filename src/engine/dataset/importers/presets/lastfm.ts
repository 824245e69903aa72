import { noParams, presetFile, type ImportPreset } from '../preset';

export const lastfmPreset: ImportPreset = {
  id: 'lastfm',
  label: 'Last.fm (HetRec 2011)',
  description: 'user_artists.dat and artists.dat: how often each user listened to each artist.',
  params: noParams,
  layouts: [
    {
      label: 'Last.fm (user_artists.dat, artists.dat)',
      files: [
        presetFile(
          'interactions',
          'user_artists.dat',
          { mapping: { user: 'userID', video: 'artistID', value: 'weight' }, defaultKind: 'listen' },
          { signature: { columns: ['userID', 'artistID', 'weight'] } },
        ),
        presetFile('videos', 'artists.dat', { mapping: { video: 'id', title: 'name' } }),
      ],
      notes: [],
    },
  ],
};
