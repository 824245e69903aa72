import type { ExperimentReport, VariantReport } from '../model/experiment-report';

/** One line of a run file. */
export interface RunRow {
  readonly user: string;
  readonly item: string;
  /** From 1. */
  readonly rank: number;
  readonly score: number;
}

/** A variant's lists as deep as they were measured, user by user. */
export function* runRows({ measuredRun }: VariantReport, { userIds, itemIds }: ExperimentReport): Generator<RunRow> {
  const { users, length, counts, items, scores } = measuredRun;
  for (let u = 0; u < users.length; u++) {
    for (let i = 0; i < counts[u]; i++) {
      const slot = u * length + i;
      yield { user: userIds[users[u]], item: itemIds[items[slot]], rank: i + 1, score: scores[slot] };
    }
  }
}

/** Which variant made a run, with the labels of the experiment. */
export const tagOf = ({ name }: VariantReport, { labels }: ExperimentReport): string => [name, ...labels].join('/');

export function runFileName({ name }: VariantReport, index: number, extension: string): string {
  const slug = name
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `run-${index + 1}${slug && `-${slug}`}.${extension}`;
}
