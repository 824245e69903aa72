import type { EvaluationContext } from '../../model/evaluation-context';
import type { Run } from '../../model/run';
import { globalMetric, type GlobalMeasure } from '../metric';
import { noParams } from './no-params';

/** Distinct recommended items that belong to the universe. */
function distinctWithin(universe: Uint8Array | undefined, itemCount: number, size: number, cutoff: number): GlobalMeasure {
  const seenAt = new Int32Array(itemCount);
  let turn = 0;
  return (run: Run, lists, weights) => {
    turn++;
    let distinct = 0;
    for (let l = 0; l < lists.length; l++) {
      if (weights && weights[l] === 0) continue;
      const start = lists[l] * run.length;
      const end = start + Math.min(cutoff, run.counts[lists[l]]);
      for (let p = start; p < end; p++) {
        const item = run.items[p];
        if (seenAt[item] === turn || (universe && universe[item] === 0)) continue;
        seenAt[item] = turn;
        distinct++;
      }
    }
    return size === 0 ? NaN : distinct / size;
  };
}

export function universeSize({ knownItems }: EvaluationContext): number {
  let size = 0;
  for (const known of knownItems ?? []) size += known;
  return size;
}

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
  prepare: ({ cutoff, context }) => {
    const universe = context.knownItems ?? new Uint8Array(0);
    return distinctWithin(universe, universe.length, universeSize(context), cutoff);
  },
});

export const coverageOfAll = globalMetric({
  id: 'coverage_all',
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
  prepare: ({ cutoff, context }) => {
    const itemCount = context.knownItems?.length ?? 0;
    return distinctWithin(undefined, itemCount, itemCount, cutoff);
  },
});
