import { NOT_IN_POOL } from '../judged-topic';
import { anyMeasure, qrelsMeasure } from './measure';

const count = { average: 'sum', range: '0 and up', direction: 'neither', source: 'trec_eval', edgePolicy: 'Sums over topics.' } as const;

export const numQueries = anyMeasure({
  ...count,
  id: 'num_q',
  label: 'Topics',
  description: 'Topics that are averaged over.',
  formula: '|T|',
  summaryOnly: true,
  measure: () => 1,
});

export const numRetrieved = qrelsMeasure({
  ...count,
  id: 'num_ret',
  label: 'Retrieved documents',
  description: 'Documents in the run.',
  formula: '|L|',
  measure: ({ grades }) => grades.length,
});

export const numRelevant = qrelsMeasure({
  ...count,
  id: 'num_rel',
  label: 'Relevant documents',
  description: 'Judged documents that are relevant, retrieved or not.',
  formula: '|\\mathrm{rel}|',
  edgePolicy: 'Sums over topics. With complete averaging trec_eval sums grades above 0, whatever the relevance level; so does this.',
  measure: ({ relevant }) => relevant,
  whenComplete: ({ aboveZero }) => aboveZero,
});

export const numRelevantRetrieved = qrelsMeasure({
  ...count,
  id: 'num_rel_ret',
  label: 'Relevant retrieved documents',
  description: 'Relevant documents in the run.',
  formula: '|L \\cap \\mathrm{rel}|',
  measure: ({ relevantRetrieved }) => relevantRetrieved,
});

export const numNonRelevantRetrieved = qrelsMeasure({
  ...count,
  id: 'num_nonrel_judged_ret',
  label: 'Judged non-relevant retrieved documents',
  description: 'Documents in the run that were judged and are not relevant.',
  formula: '|L \\cap \\mathrm{nonrel}|',
  measure: ({ grades, relevantRetrieved }) => grades.filter((grade) => grade > NOT_IN_POOL).length - relevantRetrieved,
});
