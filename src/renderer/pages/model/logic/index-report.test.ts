import { expect, it } from 'vitest';
import { indexReportTable, originText } from './index-report';

it('says whether an index was built or loaded', () => {
  expect((['built', 'loaded', 'repaired'] as const).map((origin) => originText({ origin }))).toEqual([
    'the last build',
    'its file',
    'a rebuild from its vectors',
  ]);
  expect(originText({})).toBe('–');
});

it('copies all known facts of an index, blank where older versions did not record them', () => {
  const plain = { which: 'content' as const, backend: 'exact', description: 'Exact', count: 3, dimensions: 4, bytes: 60 };
  const full = { ...plain, type: 'Flat', metric: 'cosine', threads: 2, origin: 'loaded' as const, fingerprint: 'ab' };
  const { columns, rows } = indexReportTable([plain, full]);
  expect(rows).toEqual([
    ['content', 'exact', 'Exact', '', '', '', '', 3, 4, 60, ''],
    ['content', 'exact', 'Exact', 'Flat', 'cosine', 2, 'loaded', 3, 4, 60, 'ab'],
  ]);
  expect(columns).toHaveLength(11);
});
