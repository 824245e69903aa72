import type { BuildReport } from '#shared/schemas/model';
import type { TextTable } from '../../../logic/table-text';

type IndexReport = BuildReport['indexes'][number];

/** Whether an index was built or read from its file; unknown for indexes of older versions. */
export function originText({ origin }: Pick<IndexReport, 'origin'>): string {
  switch (origin) {
    case 'built':
      return 'the last build';
    case 'loaded':
      return 'its file';
    case 'repaired':
      return 'a rebuild from its vectors';
    case 'attached':
      return 'an attached table';
    case 'without-engine':
      return 'a scan without its engine';
    case undefined:
      return '–';
  }
}

export const indexReportTable = (indexes: BuildReport['indexes']): TextTable => ({
  columns: ['vectors of', 'backend', 'description', 'type', 'metric', 'threads', 'origin', 'count', 'dimensions', 'bytes', 'sha256'],
  rows: indexes.map((index) => [
    index.which,
    index.backend,
    index.description,
    index.type ?? '',
    index.metric ?? '',
    index.threads ?? '',
    index.origin ?? '',
    index.count,
    index.dimensions,
    index.bytes,
    index.fingerprint ?? '',
  ]),
});
