import { plural } from '#shared/counts';
import type { MultiversePlan, MultiverseSummary, Specification } from '#shared/schemas/multiverse';
import { ofSplit } from './choices';

type ChoiceOptions = MultiversePlan['choices'];
type Influence = MultiverseSummary['influences'][number];

/** One specification's effect on one variant, with ahead positive whichever direction of the metric is better. */
interface Lead {
  readonly options: readonly number[];
  readonly difference: number;
  readonly ahead: -1 | 0 | 1;
  readonly verdict: 'better' | 'worse' | 'undecided';
}

/** How a variant fares over all specifications, and which choice decides it. @param v index among the effects. */
export function summarise(specifications: readonly Specification[], choices: ChoiceOptions, v: number): MultiverseSummary {
  const variant = specifications[0]?.effects[v]?.variant ?? '';
  const leads = specifications.flatMap(({ options, effects }): Lead[] => {
    const { difference = null, leads: ahead, verdict = 'undecided' } = effects[v] ?? {};
    return difference === null ? [] : [{ options, difference, ahead: difference === 0 ? 0 : ahead ? 1 : -1, verdict }];
  });
  const sorted = Float64Array.from(leads, ({ difference }) => difference).sort();
  const influences = choices.map((_, c) => influenceOf(leads, choices, c));
  const count = (test: (lead: Lead) => boolean): number => leads.filter(test).length;
  const summary = {
    variant,
    valued: leads.length,
    leads: count(({ ahead }) => ahead > 0),
    clearlyLeads: count(({ verdict }) => verdict === 'better'),
    behind: count(({ ahead }) => ahead < 0),
    clearlyBehind: count(({ verdict }) => verdict === 'worse'),
    minimum: sorted.at(0) ?? null,
    median: sorted.length > 0 ? (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2 : null,
    maximum: sorted.at(-1) ?? null,
    influences,
    flippedBy: flippedBy(influences),
  };
  return { ...summary, sentence: sentenceOf(summary, choices) };
}

function influenceOf(leads: readonly Lead[], choices: ChoiceOptions, c: number): Influence {
  const { id, options } = choices[c];
  const groups = new Map<number, Lead[]>();
  for (const lead of leads) {
    const option = lead.options[c];
    groups.set(option, [...(groups.get(option) ?? []), lead]);
  }
  const signs = new Set([...groups].filter(([option]) => option >= 0).map(([, group]) => meanSign(group)));
  return {
    choice: id,
    explained: explainedShare([...groups.values()]),
    flippedPairs: flippedShare(leads, choices, c),
    changesSign: signs.has(1) && signs.has(-1),
    options: options.map(({ label }, o) => {
      const group = groups.get(o) ?? [];
      return {
        label,
        specifications: group.length,
        meanDifference: group.length > 0 ? mean(group) : null,
        leads: group.filter(({ ahead }) => ahead > 0).length,
        clearlyLeads: group.filter(({ verdict }) => verdict === 'better').length,
      };
    }),
  };
}

const mean = (group: readonly Lead[]): number => group.reduce((sum, { difference }) => sum + difference, 0) / group.length;

/** Which side leads on average, in the metric's better direction. */
function meanSign(group: readonly Lead[]): number {
  const oriented = group.reduce((sum, { difference, ahead }) => sum + Math.abs(difference) * ahead, 0);
  return Math.sign(oriented);
}

/** η² = Σ n_g (mean_g − mean)² / Σ (x − mean)², of one choice by itself; null where nothing varies. */
function explainedShare(groups: readonly (readonly Lead[])[]): number | null {
  const all = groups.flat();
  if (all.length < 2) return null;
  const overall = mean(all);
  const total = all.reduce((sum, { difference }) => sum + (difference - overall) ** 2, 0);
  const between = groups.reduce((sum, group) => sum + group.length * (mean(group) - overall) ** 2, 0);
  return total > 0 ? Math.min(1, between / total) : null;
}

/** Of the pairs that differ in this choice alone, those with opposite leaders. */
function flippedShare(leads: readonly Lead[], choices: ChoiceOptions, c: number): number | null {
  const alike = new Map<string, Lead[]>();
  for (const lead of leads) {
    // Two splits differ in their own choices, too.
    const rest = lead.options.filter((_, other) => other !== c && !(choices[c].id === 'split' && ofSplit.has(choices[other].id)));
    const key = rest.join();
    alike.set(key, [...(alike.get(key) ?? []), lead]);
  }
  let pairs = 0;
  let flipped = 0;
  for (const group of alike.values()) {
    for (const [i, one] of group.entries()) {
      for (const other of group.slice(i + 1)) {
        if (one.options[c] === other.options[c]) continue;
        pairs++;
        if (one.ahead * other.ahead < 0) flipped++;
      }
    }
  }
  return pairs > 0 ? flipped / pairs : null;
}

/**
 * The choice that explains most: of those under whose options another variant leads on average, else of those that flip a pair of
 * specifications, which then takes other choices as well.
 */
function flippedBy(influences: readonly Influence[]): string | null {
  const turning = influences.filter(({ changesSign }) => changesSign);
  const flipping = turning.length > 0 ? turning : influences.filter(({ flippedPairs }) => (flippedPairs ?? 0) > 0);
  return flipping.toSorted((one, other) => (other.explained ?? 0) - (one.explained ?? 0))[0]?.choice ?? null;
}

const percent = (share: number): string => `${Math.round(100 * share)}%`;

function sentenceOf(summary: Omit<MultiverseSummary, 'sentence'>, choices: ChoiceOptions): string {
  const { variant, valued, leads, clearlyLeads, behind, clearlyBehind, influences } = summary;
  if (valued === 0) return `${variant} has no value under any of the specifications.`;
  const ahead = `${variant} leads in ${leads} of ${plural(valued, 'specification')} (${percent(leads / valued)}), clearly in ${clearlyLeads}`;
  const back = `it is behind in ${behind}, clearly in ${clearlyBehind}`;
  const label = (id: string): string => (choices.find((choice) => choice.id === id)?.label ?? id).toLowerCase();
  const flipping = influences.find(({ choice }) => choice === summary.flippedBy);
  if (!flipping) return `${ahead}; ${back}. ${leads * behind === 0 ? 'No choice flips the leader.' : 'No single choice flips the leader.'}`;
  const share = flipping.explained === null ? '' : `, which explains ${percent(flipping.explained)} of the variance of the difference`;
  const how = flipping.changesSign ? 'flips the leader' : 'flips the leader together with others';
  return `${ahead}; ${back}. The choice that ${how}: ${label(flipping.choice)}${share}.`;
}
