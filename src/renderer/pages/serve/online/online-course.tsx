import { useMemo, type ReactElement } from 'react';
import type { OnlineReport } from '#shared/schemas/online';
import { HistoryChart } from '../../../charts/history-chart';
import { formatPercent } from '../../../logic/format';
import { courseLines, courseTable } from '../logic/online-course';

/** A digit is wanted below 10%: lifts of some percent are usual. */
const percent = (lift: number): string => formatPercent(lift, Math.abs(lift) < 0.1 ? 1 : 0);

/** The always-valid lift of every challenger over time; nothing before there are two moments with one. */
export function OnlineCourse({ report }: { readonly report: OnlineReport }): ReactElement | null {
  const lines = useMemo(() => courseLines(report), [report]);
  if (lines.every(({ points }) => points.length < 2)) return null;
  return (
    <HistoryChart
      name={`Time course of ${report.id}`}
      metric="always-valid lift"
      lines={lines}
      withZero
      textOf={percent}
      table={() => courseTable(report)}
    />
  );
}
