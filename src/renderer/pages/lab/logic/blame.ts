import type { BlameOutput, BlamePart, BlameSummary } from '#shared/schemas/diagnose';
import type { SegmentChoice } from '#shared/schemas/live';
import { letterOf } from '../../../logic/lab-document';
import { segmentationName } from '#shared/segment-names';
import type { TextTable } from '../../../logic/table-text';

export const partNames: Readonly<Record<BlamePart, string>> = {
  retrieval: 'retrieval',
  pool: 'pool size',
  filters: 'filters',
  ranking: 'ranking',
};
/** Order of the parts in bars and columns. */
export const shownParts: readonly BlamePart[] = ['retrieval', 'pool', 'filters', 'ranking'];

export const partMeanings: Readonly<Record<BlamePart, string>> = {
  retrieval: 'found by no source within its limit',
  pool: 'found, but cut off when the sources’ lists were merged',
  filters: 'already seen, unknown at training time, of an excluded category, removed by a filter on a column, or beyond the creator limit',
  ranking: 'in the pool, but not where its ideal order would put it',
};

/** One bar: a variant, or a group of users of one. */
export interface BlameRow {
  readonly key: string;
  readonly label: string;
  readonly variant: number;
  readonly segment: SegmentChoice | null;
  readonly summary: BlameSummary;
}

/** A part of a bar that was clicked. */
export interface BlamePick {
  readonly row: string;
  readonly part: BlamePart;
}

/** What bars can be: the variants, or the groups of one variant by a segmentation. */
export function groupings({ variants }: BlameOutput): { readonly value: string; readonly label: string }[] {
  const ids = [...new Set(variants.flatMap(({ segments }) => segments.map(({ segmentation }) => segmentation)))];
  return [
    { value: 'variants', label: 'All users, by variant' },
    ...variants.flatMap((_, v) =>
      ids.map((id) => ({ value: `${v} ${id}`, label: `${letterOf(v)} by ${segmentationName(id).toLowerCase()}` })),
    ),
  ];
}

export function blameRows({ variants }: BlameOutput, grouping: string): BlameRow[] {
  if (grouping === 'variants') {
    return variants.map((variant, v) => ({
      key: `${v}`,
      label: `${letterOf(v)} · ${variant.name}`,
      variant: v,
      segment: null,
      summary: variant,
    }));
  }
  const v = Number.parseInt(grouping, 10);
  const id = grouping.slice(grouping.indexOf(' ') + 1);
  return (variants[v]?.segments ?? [])
    .filter(({ segmentation }) => segmentation === id)
    .map(({ segmentation, segment, ...summary }) => ({
      key: `${v} ${segmentation} ${segment}`,
      label: segment,
      variant: v,
      segment: { segmentation, segment },
      summary,
    }));
}

export const missing = ({ ideal, achieved }: BlameSummary): number | null =>
  ideal === null || achieved === null ? null : ideal - achieved;

export const partOf = ({ parts }: BlameSummary, part: BlamePart): BlameSummary['parts'][number] | undefined =>
  parts.find((one) => one.part === part);

/** Every variant and group with its parts, numbers in full. */
export function blameTable({ variants, metric }: BlameOutput): TextTable {
  const lines = variants.flatMap(({ name, segments, ...all }) => [
    [name, 'all', all] as const,
    ...segments.map((one) => [name, `${one.segmentation}: ${one.segment}`, one] as const),
  ]);
  return {
    columns: ['variant', 'users', 'n', metric, 'ideal', ...shownParts.flatMap((part) => [part, `${part} low`, `${part} high`])],
    rows: lines.map(([name, group, summary]) => [
      name,
      group,
      summary.userCount,
      summary.achieved,
      summary.ideal,
      ...shownParts.flatMap((part) => {
        const one = partOf(summary, part);
        return [one?.value ?? null, one?.low ?? null, one?.high ?? null];
      }),
    ]),
  };
}
