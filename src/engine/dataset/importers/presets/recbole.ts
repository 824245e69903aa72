import { pipeValues } from '../plan';
import { noParams, presetFile, type ImportPreset } from '../preset';

/** The values of a `token_seq` are separated by spaces. */
const blanks = { ...pipeValues, separators: [' '] };

export const recbolePreset: ImportPreset = {
  id: 'recbole',
  label: 'RecBole',
  description: 'Atomic files: .inter, .item and .user with typed headers.',
  params: noParams,
  layouts: [
    {
      label: 'RecBole (NAME.inter, NAME.item, NAME.user)',
      files: [
        presetFile(
          'interactions',
          'data.inter',
          { mapping: { user: 'user_id:token', video: 'item_id:token' } },
          { endings: ['.inter'], signature: { columns: ['user_id:token', 'item_id:token'] } },
        ),
        presetFile(
          'videos',
          'data.item',
          { mapping: { video: 'item_id:token' }, multiValues: blanks },
          { endings: ['.item'], signature: { columns: ['item_id:token'] } },
        ),
        presetFile(
          'users',
          'data.user',
          { mapping: { user: 'user_id:token' } },
          { endings: ['.user'], signature: { columns: ['user_id:token'] } },
        ),
      ],
      notes: [],
    },
  ],
};
