import { commaCsv } from '../plan';
import { noParams, presetFile, type ImportPreset } from '../preset';

export const yoochoosePreset: ImportPreset = {
  id: 'yoochoose',
  label: 'YooChoose',
  description: 'yoochoose-clicks.dat and yoochoose-buys.dat; sessions are treated as users.',
  params: noParams,
  layouts: [
    {
      label: 'YooChoose (yoochoose-clicks.dat)',
      files: [
        presetFile('interactions', 'yoochoose-clicks.dat', {
          format: { ...commaCsv, hasHeader: false, columns: ['session', 'time', 'item', 'category'] },
          mapping: { user: 'session', video: 'item', timestamp: 'time' },
          timestampUnit: 'iso',
          defaultKind: 'click',
        }),
      ],
      notes: ['Sessions are treated as users: sessions of one person cannot be linked'],
    },
  ],
};
