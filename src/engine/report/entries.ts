import type { Qrels } from '../model/run';
import type { ExperimentReport, VariantReport } from '../model/experiment-report';

/** Looks up grades by user and item row; 0 for an item that was not judged. */
export function gradeLookup(qrels: Qrels): (user: number, item: number) => number {
  const indexOf = new Map(Array.from(qrels.users, (user, u) => [user, u] as const));
  return (user, item) => {
    const u = indexOf.get(user);
    if (u === undefined) return 0;
    let low = qrels.offsets[u];
    let high = qrels.offsets[u + 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (qrels.items[middle] < item) low = middle + 1;
      else high = middle;
    }
    return low < qrels.offsets[u + 1] && qrels.items[low] === item ? qrels.grades[low] : 0;
  };
}

/** One line of a ranked list. */
export interface ListEntry {
  readonly variant: VariantReport;
  readonly user: number;
  readonly item: number;
  /** 1-based. */
  readonly position: number;
  readonly score: number;
  /** Index into `run.items`, and hence into the contributions. */
  readonly slot: number;
}

export function* listEntries(report: ExperimentReport): Generator<ListEntry> {
  for (const variant of report.variants) yield* variantEntries(variant);
}

function* variantEntries(variant: VariantReport): Generator<ListEntry> {
  const { users, length, counts, items, scores } = variant.run;
  for (let u = 0; u < users.length; u++) {
    for (let i = 0; i < counts[u]; i++) {
      const slot = u * length + i;
      yield { variant, user: users[u], item: items[slot], position: i + 1, score: scores[slot], slot };
    }
  }
}

/** Every contribution name any variant uses, in order of first appearance. */
export const contributionNames = (report: ExperimentReport): string[] => [
  ...new Set(report.variants.flatMap((variant) => variant.signals)),
];

export function contributionOf({ variant, slot }: ListEntry, name: string): number | undefined {
  const index = variant.signals.indexOf(name);
  return index < 0 ? undefined : variant.contributions[slot * variant.signals.length + index];
}
