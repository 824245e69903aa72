import type { GeneratorReport } from '#shared/schemas/dataset';
import { formatCount, formatPercent } from '../../../logic/format';

const number = (value: number | null, digits = 2): string => (value === null ? '–' : value.toFixed(digits));

/** Rows of name, requested value and generated value; empty if nothing was requested. */
export function requestedVsGenerated(report: GeneratorReport): readonly (readonly [name: string, asked: string, got: string])[] {
  const { asked } = report;
  return [
    ['Popularity exponent', number(asked.popularityExponent), number(report.fittedPopularityExponent)],
    ['Activity exponent', number(asked.activityExponent), number(report.fittedActivityExponent)],
    ['Popularity Gini', '', number(report.popularityGini, 3)],
    ['Activity Gini', '', number(report.activityGini, 3)],
    ['Empty cells', '', formatPercent(report.sparsityFraction, 2)],
    ['Interactions', formatCount(asked.interactions), formatCount(report.interactions)],
    ['New videos', formatPercent(asked.newVideoFraction), formatPercent(report.newVideos / report.videos)],
    ['New users', formatPercent(asked.newUserFraction), formatPercent(report.newUsers / report.users)],
    ['Likes', formatPercent(asked.likeFraction), formatPercent(report.kindShares['like'] ?? 0)],
    ['Never watched', '', `${formatCount(report.neverWatchedVideos)} of ${formatCount(report.videos)}`],
  ];
}
