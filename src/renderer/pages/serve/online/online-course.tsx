import { useMemo, type ReactElement } from 'react';
import type { OnlineReport } from '#shared/schemas/online';
import { HistoryChart } from '../../../charts/history-chart';
import { courseLines, courseTable } from '../logic/online-course';

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
      table={() => courseTable(report)}
    />
  );
}
