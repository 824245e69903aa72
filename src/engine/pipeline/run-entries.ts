import type { Variant } from '#shared/schemas/variant';
import type { BoundRun } from '../model/foreign-run';
import type { TrainingView } from '../model/training-view';
import type { ListContext } from './pools';
import { runSourcesOf } from './run-uses';

/** Where a foreign run has an item. */
interface RunEntry {
  readonly file: string;
  readonly sha256: string;
  /** From 1, among the items that the policy keeps. */
  readonly position: number;
  /** The run's own, or 1 / (1 + rank − lowest rank) where it is ordered by rank. */
  readonly score: number;
}

/** Finds, by item row, the entries of a variant's runs for a target; undefined for variants without runs. @throws NOT_FOUND */
export async function runEntriesOf(
  view: TrainingView,
  variant: Variant,
  target: ListContext,
): Promise<((item: number) => RunEntry[]) | undefined> {
  const sources = runSourcesOf(variant);
  if (sources.length === 0 || !view.foreignRuns) return undefined;
  const found = new Map<number, RunEntry[]>();
  for (const { sha256, policy } of sources) {
    const bound = await view.foreignRuns.bind(sha256, policy, view.dataset);
    for (const [item, entry] of entriesOf(bound, target)) found.set(item, [...(found.get(item) ?? []), entry]);
  }
  return (item) => found.get(item) ?? [];
}

function* entriesOf({ run: { file, sha256 }, ...bound }: BoundRun, target: ListContext): Generator<[number, RunEntry]> {
  const list =
    'userRow' in target ? bound.listOfUser[target.userRow] : 'queryText' in target ? bound.listOfName.get(target.queryText) : undefined;
  if (list === undefined || list < 0) return;
  for (let p = bound.offsets[list]; p < bound.offsets[list + 1]; p++) {
    yield [bound.items[p], { file, sha256, position: 1 + p - bound.offsets[list], score: bound.scores[p] }];
  }
}
