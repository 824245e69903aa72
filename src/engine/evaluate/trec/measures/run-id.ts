import { anyMeasure } from './measure';

/** The text is filled in by the evaluation, which knows the run. */
export const runId = anyMeasure({
  id: 'runid',
  label: 'Run',
  description: 'The tag of the run file, from its last line.',
  formula: '\\text{tag}',
  source: 'trec_eval',
  range: 'a text',
  direction: 'neither',
  average: 'text',
  summaryOnly: true,
  edgePolicy: 'Lines with different tags: the last one counts.',
  measure: () => NaN,
});
