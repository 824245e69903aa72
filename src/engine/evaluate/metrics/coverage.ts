import type { EvaluationContext } from '../../model/evaluation-context';
import { globalMetric, type GlobalMeasure, type LeaveOneOut } from './metric';
import { noParams } from '../../core/registry';
import { knownUniverse, RecommendationCounts, wholeUniverse } from './recommendation-counts';

type UniverseOf = (context: EvaluationContext) => Uint8Array;

function distinctShare(universe: Uint8Array, cutoff: number): GlobalMeasure {
  const counts = new RecommendationCounts(universe, cutoff);
  return (run, lists) => {
    counts.count(run, lists);
    return counts.size === 0 ? NaN : counts.distinct / counts.size;
  };
}

/** Leaving out a list removes the items that only it recommends. */
function distinctShareWithout(universe: Uint8Array, cutoff: number): LeaveOneOut {
  const counts = new RecommendationCounts(universe, cutoff);
  return (run, lists) => {
    counts.count(run, lists);
    const without = new Float64Array(lists.length);
    for (let l = 0; l < lists.length; l++) {
      let only = 0;
      const end = counts.endOf(run, lists[l]);
      for (let p = lists[l] * run.length; p < end; p++) if (counts.counts[run.items[p]] === 1) only++;
      without[l] = (counts.distinct - only) / counts.size;
    }
    return without;
  };
}

const measures = (universeOf: UniverseOf): Pick<Parameters<typeof globalMetric>[0], 'prepare' | 'prepareLeaveOneOut'> => ({
  prepare: ({ cutoff, context }) => distinctShare(universeOf(context), cutoff),
  prepareLeaveOneOut: ({ cutoff, context }) => distinctShareWithout(universeOf(context), cutoff),
});

export const coverage = globalMetric({
  id: 'coverage',
  label: 'Catalogue coverage',
  description: 'Share of the items known at training time that appear in any list.',
  formula: '|\\bigcup_u L_u^k \\cap U| / |U|',
  source: 'Ge, Delgado-Battenfeld & Jannach 2010',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: 'Items unknown at training time count neither above nor below the line. Empty lists add nothing.',
  version: 1,
  params: noParams,
  needs: ['knownItems'],
  ...measures(knownUniverse),
});

export const coverageOfAll = globalMetric({
  id: 'coverage_all',
  dialectOf: 'coverage',
  label: 'Catalogue coverage (all items)',
  description: 'Share of all items of the dataset, also those that appeared after training, that appear in any list.',
  formula: '|\\bigcup_u L_u^k| / |I|',
  source: 'Herlocker et al. 2004',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: 'Empty lists add nothing.',
  version: 1,
  params: noParams,
  needs: ['knownItems'],
  ...measures(wholeUniverse),
});
