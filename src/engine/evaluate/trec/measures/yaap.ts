import { precisionSum } from './average-precision';
import { qrelsMeasure } from './measure';

export const yaap = qrelsMeasure({
  id: 'yaap',
  label: 'Yet another average precision',
  description: 'Log odds of average precision, smoothed, so that values average better over topics.',
  formula: '\\ln \\frac{1 + \\sum_r P@i}{1 + R - \\sum_r P@i}',
  source: 'Robertson 2012',
  range: 'any number',
  edgePolicy: 'No relevant document: 0.',
  measure: (topic) => {
    const sum = precisionSum(topic);
    return Math.log((1 + sum) / (1 + topic.relevant - sum));
  },
});
