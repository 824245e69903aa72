import { plural } from '#shared/counts';
import type { SlatesReport } from '#shared/schemas/off-policy-slates';
import { textTable } from '../output';
import { estimateRow, refusalLines } from './estimate-rows';

export function describeSlates(report: SlatesReport): string {
  const estimates = [
    ['inverse propensity, whole list', report.ips],
    ['self-normalised, whole list', report.snips],
    ['reward interaction', report.rewardInteraction],
    ['reward interaction, self-normalised', report.selfNormalizedRewardInteraction],
    ['cascade doubly robust', report.cascadeDoublyRobust],
  ] as const;
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
      estimates.flatMap(([name, estimate]) => (estimate ? [estimateRow(name, estimate)] : [])),
    ),
    '',
    textTable(['position', 'lists', 'mean weight', 'worth', 'largest weight'], positions),
    '',
    `${plural(report.slateCount, 'list')}, logged reward ${report.loggedReward.toFixed(4)} per list`,
    ...refusalLines(estimates),
    ...report.warnings.map((warning) => `Warning: ${warning}`),
  ].join('\n');
}
