import { SegmentedControl, Select } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import type { ScheduledRun, ScheduleSummary } from '#shared/schemas/schedule';
import { HistoryChart } from '../../../charts/history-chart';
import { FailureNotice } from '../../../components/failed';
import { Panel } from '../../../components/panel';
import { toFailure } from '../../../logic/failure';
import { formatMinute, plural } from '../../../logic/format';
import { historyLines, historyTable, runText, type HistoryKind } from '../logic/schedule-history';
import classes from '../experiments.module.css';
import { ScheduleActions } from './schedule-actions';
import { useScheduleHistory } from './use-schedules';

/** One schedule: when it runs, what came of it, and a chart of each metric. */
export function ScheduleView({ schedule }: { readonly schedule: ScheduleSummary }): ReactElement {
  const { id, name, cron, timeZone, nextAtMs, lastRun, lastMeasured, runCount } = schedule;
  const failed = lastRun?.status === 'failed' ? lastRun.error : null;
  return (
    <Panel title={id} note={`“${name}”, ${cron} (${timeZone})`} actions={<ScheduleActions schedule={schedule} />}>
      <div className={classes.stack}>
        <p className={classes.mute}>
          {nextAtMs === null ? 'Paused' : `Next ${formatMinute(nextAtMs)} UTC`} · {plural(runCount, 'run')}
          {lastRun && ` · last ${formatMinute(lastRun.startedAtMs)}: ${runText(lastRun)}`}
        </p>
        {failed && <FailureNotice failure={failureOf(failed)} title="The last run failed" />}
        {lastMeasured ? (
          <History schedule={schedule} />
        ) : (
          <p className={classes.mute}>The chart begins with the first measurement: at the next planned time, or with “Run now”.</p>
        )}
      </div>
    </Panel>
  );
}

const failureOf = ({ remedy, ...error }: NonNullable<ScheduledRun['error']>) => ({ ...error, ...(remedy !== undefined && { remedy }) });

const kinds = [
  { value: 'value', label: 'Values' },
  { value: 'difference', label: 'Differences' },
];

function History({ schedule: { id, metrics, variants, lastRun } }: { readonly schedule: ScheduleSummary }): ReactElement {
  const { data: history, error } = useScheduleHistory(id, lastRun?.startedAtMs ?? 0);
  const [metric, setMetric] = useState(metrics[0] ?? '');
  const [kind, setKind] = useState<HistoryKind>('value');
  const lines = useMemo(() => (history ? historyLines(history, metric, kind) : []), [history, metric, kind]);
  if (error) return <FailureNotice failure={toFailure(error)} title="The history cannot be read" />;
  return (
    <>
      <div className={classes.bar}>
        <Select
          aria-label={`Metric of ${id}`}
          data={metrics}
          value={metric}
          onChange={(value) => setMetric(value ?? metric)}
          allowDeselect={false}
          w={180}
        />
        {variants.length > 1 && (
          <SegmentedControl aria-label={`Numbers of ${id}`} data={kinds} value={kind} onChange={(value) => setKind(value as HistoryKind)} />
        )}
        <span className={classes.mute}>
          {kind === 'value'
            ? 'Bands: interval of the mean over users. Dashed: the saved run.'
            : `Against ${variants[0] ?? ''}, corrected as in the run.`}
        </span>
      </div>
      <HistoryChart
        name={`${id} ${metric}`}
        metric={metric}
        lines={lines}
        withZero={kind === 'difference'}
        table={() => historyTable(lines, metric)}
      />
    </>
  );
}
