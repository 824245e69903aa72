import type { BlameOutput, BlameSummary } from '#shared/schemas/diagnose';
import type { ReportFile } from '../report-format';
import { conventionsFiles } from '../conventions-comment';
import { conventionsColumn } from '../conventions-id';
import { writeCsv } from '../table';

type Row = BlameSummary['parts'][number] & { readonly variant: string; readonly group: string; readonly summary: BlameSummary };

/** One row per variant, group of users and part. */
export function blameFiles({ variants, metric, confidence, conventions }: BlameOutput): ReportFile[] {
  const rows = variants.flatMap(({ name, segments, ...all }): Row[] =>
    [{ group: 'all', summary: all }, ...segments.map((one) => ({ group: `${one.segmentation}: ${one.segment}`, summary: one }))].flatMap(
      ({ group, summary }) => summary.parts.map((part) => ({ ...part, variant: name, group, summary })),
    ),
  );
  const content = writeCsv<Row>(
    [
      { name: 'variant', value: ({ variant }) => variant },
      { name: 'group', value: ({ group }) => group },
      { name: 'metric', value: () => metric },
      { name: 'users', value: ({ summary }) => summary.userCount },
      { name: 'ideal', value: ({ summary }) => summary.ideal ?? undefined },
      { name: 'achieved', value: ({ summary }) => summary.achieved ?? undefined },
      { name: 'part', value: ({ part }) => part },
      { name: 'lost', value: ({ value }) => value ?? undefined },
      { name: 'low', value: ({ low }) => low ?? undefined },
      { name: 'high', value: ({ high }) => high ?? undefined },
      { name: 'confidence', value: () => confidence },
      { name: 'losing_users', value: ({ losingUserCount }) => losingUserCount },
      conventionsColumn(conventions),
    ],
    rows,
  );
  return [{ name: 'blame.csv', mediaType: 'text/csv', content }, ...conventionsFiles(conventions, 'blame-conventions.json')];
}
