import { slateEstimators } from '#engine/evaluate/off-policy/slates/estimators/registry';
import { plural } from '#shared/counts';
import type { SlatesReport } from '#shared/schemas/off-policy-slates';
import { textTable } from '../output';
import { estimateRow, named, refusalLines } from './estimate-rows';

export function describeSlates(report: SlatesReport): string {
  const estimates = named(slateEstimators, report.estimates);
  const positions = report.positions.map((one) => [
    one.position,
    one.slates,
    `${one.meanWeight.toFixed(3)} ± ${one.standardError.toFixed(3)}`,
    one.effectiveSampleSize.toFixed(1),
    one.largestWeight.toPrecision(4),
  ]);
  return [
    textTable(
      ['estimate', 'value', 'standard error', 'interval', 'bootstrap interval', 'worth'],
      estimates.map(([name, estimate]) => estimateRow(name, estimate)),
    ),
    '',
    textTable(['position', 'lists', 'mean weight', 'worth', 'largest weight'], positions),
    '',
    `${plural(report.slateCount, 'list')}, logged reward ${report.loggedReward.toFixed(4)} per list`,
    ...refusalLines(estimates),
    ...report.warnings.map((warning) => `Warning: ${warning}`),
  ].join('\n');
}
