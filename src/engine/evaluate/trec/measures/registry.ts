import { gmMap, map, mapByGroup, mapCut } from './average-precision';
import { bpref, gmBpref } from './bpref';
import { numNonRelevantRetrieved, numQueries, numRelevant, numRelevantRetrieved, numRetrieved } from './counts';
import { binaryGain, normalisedGain } from './gain-costs';
import { inferredAp } from './inferred-ap';
import { elevenPoint, precisionAtRecallPoints } from './interpolated-precision';
import type { TrecMeasure } from './measure';
import { dcg, idealDcg, ndcg, ndcgCut } from './ndcg';
import { ndcgAtLevels, ndcgAtRelevant } from './ndcg-points';
import { precision, precisionByGroup, relativePrecision } from './precision';
import { preferencesFulfilled, preferencesFulfilledRetrieved, preferencesPossible } from './preference-counts';
import { preferencesEqualNonRelevant, preferencesEqualNonRelevantRetrieved } from './preference-equal-nonrelevant';
import { preferencesByGroup, preferencesByGroupImplied, preferencesByGroupRetrieved } from './preference-groups';
import { preferencePairs, preferencePairsImplied, preferencePairsRetrieved } from './preference-pairs';
import { preferencesSimple, preferencesSimpleImplied, preferencesSimpleRetrieved } from './preference-ratio';
import { rPrecision, rPrecisionByGroup, rPrecisionMultiples } from './r-precision';
import { rankBiasedPrecision, rankBiasedResidual } from './rank-biased-precision';
import { recall } from './recall';
import { reciprocalRank } from './reciprocal-rank';
import { relevanceString } from './relevance-string';
import { runId } from './run-id';
import { setF, setMap, setPrecision, setRecall, setRelativePrecision } from './sets';
import { success } from './success';
import { unjudged } from './unjudged';
import { utility } from './utility';
import { yaap } from './yaap';

/** Every measure of trec_eval 10, in its order. */
export const trecMeasures: readonly TrecMeasure[] = [
  runId,
  numQueries,
  numRetrieved,
  numRelevant,
  numRelevantRetrieved,
  map,
  gmMap,
  rPrecision,
  bpref,
  reciprocalRank,
  precisionAtRecallPoints,
  precision,
  relevanceString,
  recall,
  inferredAp,
  gmBpref,
  rPrecisionMultiples,
  utility,
  elevenPoint,
  binaryGain,
  normalisedGain,
  dcg,
  idealDcg,
  ndcg,
  ndcgAtRelevant,
  ndcgAtLevels,
  ndcgCut,
  mapCut,
  relativePrecision,
  success,
  setPrecision,
  setRelativePrecision,
  setRecall,
  setMap,
  setF,
  numNonRelevantRetrieved,
  preferencesPossible,
  preferencesFulfilled,
  preferencesFulfilledRetrieved,
  preferencesSimple,
  preferencePairs,
  preferencesByGroup,
  preferencesEqualNonRelevant,
  preferencesSimpleRetrieved,
  preferencePairsRetrieved,
  preferencesByGroupRetrieved,
  preferencesEqualNonRelevantRetrieved,
  preferencesSimpleImplied,
  preferencePairsImplied,
  preferencesByGroupImplied,
  mapByGroup,
  precisionByGroup,
  rPrecisionByGroup,
  yaap,
  rankBiasedPrecision,
  rankBiasedResidual,
  unjudged,
];

const official = 'runid num_q num_ret num_rel num_rel_ret map gm_map Rprec bpref recip_rank iprec_at_recall P';
const preferences = 'runid num_q prefs_num_prefs_poss prefs_num_prefs_ful prefs_num_prefs_ful_ret prefs_simp prefs_pair prefs_avgjg';

/** trec_eval's names for groups of measures. */
export const trecFamilies: Readonly<Record<string, readonly string[]>> = {
  official: official.split(' '),
  all_trec: [
    ...official.split(' '),
    ...'relstring recall unj rbp rbp_resid infAP gm_bpref utility 11pt_avg ndcg relative_P Rprec_mult success map_cut ndcg_cut'.split(' '),
    ...'ndcg_rel Rndcg binG G set_P set_recall set_relative_P set_map set_F num_nonrel_judged_ret'.split(' '),
  ],
  set: 'runid num_q num_ret num_rel num_rel_ret utility set_P set_recall set_relative_P set_map set_F'.split(' '),
  prefs: preferences.split(' '),
  all_prefs: [
    ...preferences.split(' '),
    ...'prefs_avgjg_Rnonrel prefs_simp_ret prefs_pair_ret prefs_avgjg_ret prefs_avgjg_Rnonrel_ret'.split(' '),
    ...'prefs_simp_imp prefs_pair_imp prefs_avgjg_imp'.split(' '),
  ],
  qrels_jg: 'runid num_q map_avgjg P_avgjg Rprec_mult_avgjg'.split(' '),
};
