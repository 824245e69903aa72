import { countPreferences, type PreferenceGroup, type PreferenceTopic } from '../preferences';
import { preferenceMeasure } from './measure';
import { fulfilled, possible, preferenceSource, scopeTexts, type Scope } from './preference-ratio';

interface Counted {
  readonly fulfilled: number;
  readonly possible: number;
}

/**
 * A group's counts as if it had as many non-relevant documents as relevant ones: missing ones are added as fulfilled,
 * surplus ones are left out from the lowest ranked on.
 */
function balanced(group: PreferenceGroup, retrieved: number, scope: Scope): Counted {
  const ranks = group.levels.flatMap((level, rank) => (level === undefined ? [] : [rank]));
  const isRelevant = (rank: number): boolean => (group.levels[rank] ?? 0) > 0;
  const eligible = scope === 'retrieved' ? ranks.filter((rank) => rank < retrieved) : ranks;
  const relevant = eligible.filter(isRelevant);
  const nonRelevant = eligible.filter((rank) => !isRelevant(rank));
  const missing = relevant.length - nonRelevant.length;
  if (missing >= 0) {
    const found = ranks.filter((rank) => isRelevant(rank) && rank < retrieved).length;
    return {
      fulfilled: fulfilled(group.counts, scope) + found * missing,
      possible: possible(group.counts, scope) + ranks.filter(isRelevant).length * missing,
    };
  }
  // Without a complete order trec_eval keeps as many as there are relevant documents, retrieved or not.
  const kept = new Set(nonRelevant.slice(0, group.complete ? relevant.length : ranks.filter(isRelevant).length));
  const pairs = group.pairs.filter(([preferred, other]) => [preferred, other].every((rank) => isRelevant(rank) || kept.has(rank)));
  const counts = countPreferences(pairs, retrieved);
  const extra = group.complete ? amongNonRelevant(nonRelevant, kept, retrieved) : { fulfilled: 0, possible: 0 };
  return { fulfilled: fulfilled(counts, scope) + extra.fulfilled, possible: possible(counts, scope) + extra.possible };
}

/** In a group with one subgroup trec_eval also counts every non-relevant document against each kept one, itself included. */
function amongNonRelevant(nonRelevant: readonly number[], kept: ReadonlySet<number>, retrieved: number): Counted {
  let found = 0;
  for (const rank of nonRelevant) for (const other of kept) if (rank < other && rank < retrieved) found++;
  return { fulfilled: found, possible: nonRelevant.length * kept.size };
}

function sumOverGroups({ groups, retrieved }: PreferenceTopic, scope: Scope): number {
  const sum = groups.reduce((total, group) => {
    const counts = balanced(group, retrieved, scope);
    return total + counts.fulfilled / counts.possible;
  }, 0);
  // A group without any preference is 0 / 0, and then trec_eval gives the topic 0.
  return sum > 0 ? sum / groups.length : 0;
}

const equalNonRelevant = (id: string, label: string, scope: Scope) =>
  preferenceMeasure({
    id,
    label,
    description: 'As prefs_avgjg, with as many non-relevant documents in each group as relevant ones; akin to bpref.',
    formula: '\\frac{1}{|J|} \\sum_j \\text{fulfilled}_j / \\text{possible}_j, \\; N_j = R_j',
    source: preferenceSource,
    edgePolicy: `${scopeTexts[scope]} A group without preferences makes the topic 0, as in trec_eval.`,
    measure: (topic) => sumOverGroups(topic, scope),
  });

export const preferencesEqualNonRelevant = equalNonRelevant('prefs_avgjg_Rnonrel', 'Preferences by group, N = R', 'all');
export const preferencesEqualNonRelevantRetrieved = equalNonRelevant(
  'prefs_avgjg_Rnonrel_ret',
  'Preferences by group, N = R, retrieved',
  'retrieved',
);
