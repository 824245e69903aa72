import { formatCount, plural } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { RunCounts, RunPolicy, RunProvenance, RunUse } from '#shared/schemas/foreign-run';
import type { Variant } from '#shared/schemas/variant';
import { foreignRun } from '../candidates/sources/foreign-run';
import { hasAscending } from '../core/containers/ascending';
import type { BoundRun } from '../model/foreign-run';
import type { Qrels } from '../model/run';
import type { TrainingView } from '../model/training-view';
import { knowledge, lastMoment } from './known-at';
import type { Side } from './sides';
import { seenItems } from './training-view';

interface RunSource {
  readonly sha256: string;
  readonly policy: RunPolicy;
}

/** The runs among a variant's candidate sources. */
export const runSourcesOf = ({ candidates }: Pick<Variant, 'candidates'>): RunSource[] =>
  candidates.sources
    .filter(({ id }) => id === foreignRun.id)
    .map(({ params }) => {
      const { run, ...policy } = foreignRun.params.parse(params);
      return { sha256: run, policy };
    });

/**
 * Which runs the variants use, and what was found in them. @throws NOT_FOUND for a run that is not stored, INVALID_ARGUMENT
 * where the policy refuses what it holds or lacks.
 */
export async function runUsesOf(view: TrainingView, qrels: Qrels, variants: readonly Variant[]): Promise<RunUse[]> {
  const uses: RunUse[] = [];
  for (const variant of variants) {
    for (const { sha256, policy } of runSourcesOf(variant)) {
      const bound = await view.foreignRuns?.bind(sha256, policy, view.dataset);
      if (!bound) throw new RankLabError('NOT_FOUND', `There is no run ${sha256} here`, { place: 'run', value: sha256 });
      const counts = countsOf(bound, view, qrels);
      if (policy.missingUsers === 'refuse' && counts.missingUsers > 0) {
        throw new RankLabError('INVALID_ARGUMENT', `${bound.run.file} has no list for ${plural(counts.missingUsers, 'test user')}`, {
          place: 'missingUsers',
          remedy: 'Complete the run, or choose “empty” or “exclude” for missingUsers',
        });
      }
      uses.push({ variant: variant.name, provenance: provenanceOf(bound), policy, counts });
    }
  }
  return uses;
}

function provenanceOf({ run: { sha256, file, format, importedAtMs, knownAt } }: BoundRun): RunProvenance {
  return { sha256, file, format, importedAtMs, knownAt };
}

const counted = new WeakMap<BoundRun, WeakMap<Qrels, RunCounts>>();

function countsOf(bound: BoundRun, view: TrainingView, qrels: Qrels): RunCounts {
  const known = counted.get(bound) ?? new WeakMap<Qrels, RunCounts>();
  counted.set(bound, known);
  const before = known.get(qrels);
  if (before) return before;
  const { listOfUser, offsets, items } = bound;
  const found = { missingUsers: 0, seenRows: 0, laterRows: 0 };
  for (const user of qrels.users) {
    const list = listOfUser[user] ?? -1;
    if (list < 0) {
      found.missingUsers++;
      continue;
    }
    const seen = seenItems(view, user);
    for (let p = offsets[list]; p < offsets[list + 1]; p++) {
      if (hasAscending(seen, items[p])) found.seenRows++;
      if (view.knownItems[items[p]] !== 1) found.laterRows++;
    }
  }
  const { unknownUsers, unknownItems, unknownUserRows, unknownItemRows, duplicateRows, tiedRows, run } = bound;
  const counts = {
    users: run.users.length,
    unknownUsers,
    unknownItems,
    unknownUserRows,
    unknownItemRows,
    duplicateRows,
    tiedRows,
    ...found,
  };
  known.set(qrels, counts);
  return counts;
}

/** By user row, 1 for users without a list in the run. */
export function missingUsersOf({ listOfUser }: BoundRun): Uint8Array {
  return Uint8Array.from(listOfUser, (list) => (list < 0 ? 1 : 0));
}

const digits = 12;
const named = ({ file, sha256 }: RunProvenance): string => `${file} (SHA-256 ${sha256.slice(0, digits)}…)`;

/** Every use of a run in words: what it is, what was found, what was done about it. */
export function runStatements(uses: readonly RunUse[], variants: readonly Variant[]): string[] {
  return uses.map(({ variant, provenance, policy, counts }) => {
    const settings = variants.find(({ name }) => name === variant)?.candidates;
    const missing = { empty: 'empty lists, which score 0', exclude: 'left out of its means', refuse: '' }[policy.missingUsers];
    const kept = { best: 'the best place counts', first: 'the first line counts', last: 'the last line counts', refuse: '' }[
      policy.duplicates
    ];
    const found: readonly (readonly [number, string])[] = [
      [counts.missingUsers, `${plural(counts.missingUsers, 'test user')} without a list (${missing})`],
      [counts.unknownUsers, `${plural(counts.unknownUsers, 'unknown user')} (${plural(counts.unknownUserRows, 'line')} ignored)`],
      [
        counts.unknownItems,
        `${plural(counts.unknownItems, 'unknown video')} (${plural(counts.unknownItemRows, 'line')} left out, the rest moves up)`,
      ],
      [counts.duplicateRows, `${plural(counts.duplicateRows, 'line')} that repeat a video of their user (${kept})`],
      [counts.tiedRows, `${plural(counts.tiedRows, 'line')} with a score that another line of the user has`],
      [
        counts.seenRows,
        `${plural(counts.seenRows, 'line')} with videos seen in training (${settings?.removeSeen === false ? 'kept' : 'left out'})`,
      ],
      [
        counts.laterRows,
        `${plural(counts.laterRows, 'line')} with videos not known at training time (${settings?.universe === 'all' ? 'kept' : 'left out'})`,
      ],
    ];
    const shown = found.filter(([count]) => count > 0).map(([, text]) => text);
    const head = `${variant}: lists of ${named(provenance)}, ${formatCount(counts.users)} users, ${knowledge(provenance.knownAt)}`;
    return [head, ...shown].join('; ');
  });
}

/**
 * What a run has seen cannot be checked, only what it declares: a run that declares to have known data after the end of training
 * is refused, or labelled when the leak is accepted; one that declares nothing is labelled. @throws LEAKAGE
 */
export function checkRunLeakage(uses: readonly RunUse[], { split }: Side, accepted = false): string[] {
  const labels: string[] = [];
  for (const provenance of new Map(uses.map((use) => [use.provenance.sha256, use.provenance])).values()) {
    const { knownAt } = provenance;
    if (knownAt === null)
      labels.push(`What ${named(provenance)} has known is not declared: whether it has seen the test period cannot be told`);
    else if (knownAt === 'static') labels.push(`${named(provenance)} is declared to be static; this cannot be checked`);
    else if (split && lastMoment(knownAt) > split.trainEndMs) {
      const leak = `${named(provenance)} declares to have known data up to ${knownAt}, but training ends at ${new Date(split.trainEndMs).toISOString()}`;
      if (!accepted) {
        throw new RankLabError('LEAKAGE', leak, {
          place: provenance.file,
          remedy: 'Bring a run that was made from the training side, or accept the leak: every export will then be labelled',
        });
      }
      labels.push(`Leak accepted: ${leak}; its numbers flatter`);
    } else labels.push(`${named(provenance)} is declared to have known data up to ${knownAt}; this cannot be checked`);
  }
  return labels;
}
