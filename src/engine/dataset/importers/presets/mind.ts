import { commaCsv, pipeValues } from '../plan';
import { noParams, presetFile, type ImportPreset } from '../preset';

export const mindPreset: ImportPreset = {
  id: 'mind',
  label: 'MIND (news)',
  description: 'behaviors.tsv and news.tsv: every click is an interaction, and keeps its place on the page and what was shown beside it.',
  params: noParams,
  layouts: [
    {
      label: 'MIND (behaviors.tsv, news.tsv)',
      files: [
        presetFile(
          'interactions',
          'behaviors.tsv',
          {
            format: {
              ...commaCsv,
              delimiter: '\t',
              hasHeader: false,
              quotes: 'none',
              columns: ['impression_id', 'user', 'time', 'history', 'video', 'position', 'shown'],
            },
            mapping: { user: 'user', video: 'video', timestamp: 'time' },
            timestampUnit: 'month-first',
            kept: [
              {
                column: 'history',
                name: 'history',
                type: 'labels',
                timestampUnit: 'iso',
                numbers: 'point',
                lists: { ...pipeValues, separators: [' '] },
              },
            ],
            defaultKind: 'click',
          },
          { signature: { shape: 'impressions', width: 7, cells: { 1: /^\S+$/, 2: /^\d+\/\d+\/\d{4} .*[AP]M$/ } } },
        ),
        presetFile(
          'videos',
          'news.tsv',
          {
            format: {
              ...commaCsv,
              delimiter: '\t',
              hasHeader: false,
              quotes: 'none',
              columns: ['news_id', 'category', 'subcategory', 'title', 'abstract', 'url', 'title_entities', 'abstract_entities'],
            },
            mapping: { video: 'news_id', title: 'title', description: 'abstract', category: 'category' },
          },
          { signature: { width: 8, cells: { 0: /^N\S+$/, 5: /^https?:/, 6: /^\[.*\]$/, 7: /^\[.*\]$/ } } },
        ),
      ],
      notes: [],
    },
  ],
};
