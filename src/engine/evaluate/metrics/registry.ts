import { Registry } from '../../core/registry';
import type { MetricDefinition } from './metric';
import { averagePrecision, averagePrecisionCapped } from './average-precision';
import { bpref } from './bpref';
import { calibration } from './calibration';
import { coverage, coverageOfAll } from './coverage';
import { gini, giniEvenness } from './gini';
import { hitRate } from './hit-rate';
import { intraListDiversity } from './intra-list-diversity';
import { judged } from './judged';
import { ndcg, ndcgBurges } from './ndcg';
import { novelty, popularity } from './popularity';
import { precision, precisionOfList } from './precision';
import { rPrecision } from './r-precision';
import { rankBiasedPrecision } from './rank-biased-precision';
import { recall, recallCapped } from './recall';
import { reciprocalRank } from './reciprocal-rank';
import { serendipity } from './serendipity';

/** Every metric and dialect, in display order. */
export const metricRegistry = new Registry<MetricDefinition>('metric', [
  ndcg,
  recall,
  precision,
  averagePrecision,
  reciprocalRank,
  hitRate,
  rankBiasedPrecision,
  bpref,
  rPrecision,
  judged,
  coverage,
  gini,
  intraListDiversity,
  novelty,
  popularity,
  serendipity,
  calibration,
  ndcgBurges,
  recallCapped,
  precisionOfList,
  averagePrecisionCapped,
  coverageOfAll,
  giniEvenness,
]);
