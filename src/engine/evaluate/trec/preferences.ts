import { RankLabError } from '#shared/errors';
import { compareBytes } from './compare-bytes';

/** A line of a preference file: in its group, `document` is preferred to every one of a lower level in the same subgroup. */
export interface PreferenceLine {
  readonly group: string;
  readonly subgroup: string;
  readonly document: string;
  readonly level: number;
  /** file:line, for messages. */
  readonly place: string;
}

/** What the ranking makes of one group's preferences. Documents are known by rank: judged retrieved ones first, then the rest. */
export interface PreferenceGroup {
  /** Pairs [preferred, other] of ranks. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Level by rank; undefined where the group does not have the document. */
  readonly levels: readonly (number | undefined)[];
  /** True when the group has one subgroup: its levels order all of its documents. */
  readonly complete: boolean;
  readonly counts: PreferenceCounts;
}

/** Both documents retrieved, exactly one, or none. */
export interface PreferenceCounts {
  readonly fulfilledRetrieved: number;
  readonly possibleRetrieved: number;
  readonly fulfilledImplied: number;
  readonly possibleImplied: number;
  readonly notRetrieved: number;
}

export interface PreferenceTopic {
  readonly groups: readonly PreferenceGroup[];
  /** Judged documents that were retrieved: ranks below this one. */
  readonly retrieved: number;
  readonly judged: number;
}

/** @param ranked documents, best first. @throws IMPORT_FAILED naming the line for preferences that contradict each other. */
export function preferenceTopic(ranked: readonly string[], lines: readonly PreferenceLine[]): PreferenceTopic {
  const judged = new Set(lines.map(({ document }) => document));
  const found = ranked.filter((document) => judged.has(document));
  const rankOf = new Map(found.map((document, rank) => [document, rank]));
  const missed = [...judged].filter((document) => !rankOf.has(document)).sort(compareBytes);
  missed.forEach((document, i) => rankOf.set(document, found.length + i));
  const byGroup = new Map<string, PreferenceLine[]>();
  for (const line of lines) byGroup.set(line.group, [...(byGroup.get(line.group) ?? []), line]);
  const names = [...byGroup.keys()].sort(compareBytes);
  const groups = names.map((name) => preferenceGroup(byGroup.get(name) ?? [], rankOf, found.length));
  return { groups, retrieved: found.length, judged: judged.size };
}

function preferenceGroup(lines: readonly PreferenceLine[], rankOf: ReadonlyMap<string, number>, retrieved: number): PreferenceGroup {
  const levels: (number | undefined)[] = new Array<number | undefined>(rankOf.size).fill(undefined);
  const better = new Map<number, Set<number>>();
  const subgroups = new Map<string, PreferenceLine[]>();
  for (const line of lines) {
    const rank = rankOf.get(line.document) ?? -1;
    const before = levels[rank];
    if (before !== undefined && before > 0 !== line.level > 0)
      throw contradiction(line, `“${line.document}” is both relevant and not in group “${line.group}”`);
    levels[rank] = line.level;
    subgroups.set(line.subgroup, [...(subgroups.get(line.subgroup) ?? []), line]);
  }
  for (const members of subgroups.values()) addPreferences(members, rankOf, better);
  if (subgroups.size > 1) closeTransitively(better, lines);
  const pairs = [...better]
    .sort(([a], [b]) => a - b)
    .flatMap(([rank, others]) => [...others].sort((a, b) => a - b).map((other) => [rank, other] as const));
  return { pairs, levels, complete: subgroups.size === 1, counts: countPreferences(pairs, retrieved) };
}

function addPreferences(members: readonly PreferenceLine[], rankOf: ReadonlyMap<string, number>, better: Map<number, Set<number>>): void {
  const seen = new Map<string, PreferenceLine>();
  for (const line of members) {
    const twin = seen.get(line.document);
    if (twin) throw contradiction(line, `“${line.document}” stands twice in one subgroup; the other line is ${twin.place}`);
    seen.set(line.document, line);
  }
  for (const { document, level } of members) {
    const rank = rankOf.get(document) ?? -1;
    const others = better.get(rank) ?? new Set<number>();
    for (const other of members) if (other.level < level) others.add(rankOf.get(other.document) ?? -1);
    if (others.size > 0) better.set(rank, others);
  }
}

/** Adds A > C wherever A > B in one subgroup and B > C in another. */
function closeTransitively(better: Map<number, Set<number>>, lines: readonly PreferenceLine[]): void {
  for (const [start, others] of better) {
    const open = [...others];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const further of better.get(next) ?? []) {
        if (further === start) throw contradiction(lines[0], `The preferences of group “${lines[0].group}” contradict each other`);
        if (!others.has(further)) {
          others.add(further);
          open.push(further);
        }
      }
    }
  }
}

/** Ranks ascend from the best, so a pair is fulfilled when its preferred document has the lower rank. */
export function countPreferences(pairs: readonly (readonly [number, number])[], retrieved: number): PreferenceCounts {
  const counts = { fulfilledRetrieved: 0, possibleRetrieved: 0, fulfilledImplied: 0, possibleImplied: 0, notRetrieved: 0 };
  for (const [preferred, other] of pairs) {
    const both = preferred < retrieved && other < retrieved;
    if (both) {
      counts.possibleRetrieved++;
      if (preferred < other) counts.fulfilledRetrieved++;
    } else if (preferred < retrieved || other < retrieved) {
      counts.possibleImplied++;
      if (preferred < retrieved) counts.fulfilledImplied++;
    } else counts.notRetrieved++;
  }
  return counts;
}

const contradiction = ({ place }: PreferenceLine, problem: string): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${place}: ${problem}`, { place, remedy: 'Put preferences that disagree into different groups' });
