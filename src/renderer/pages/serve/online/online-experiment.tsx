import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { OnlineReport } from '#shared/schemas/online';
import { api } from '../../../api/client';
import { toFailure } from '../../../logic/failure';
import { queryClient } from '../../../api/query-client';
import { keys } from '../../../api/query-keys';
import { CopyTable } from '../../../components/copy-table';
import { FailureNotice } from '../../../components/failed';
import { RemoveButton } from '../../../components/remove-button';
import { formatMinute } from '../../../logic/format';
import { cupedText, onlineTable, sampleRatioText } from '../logic/online-rows';
import { ArmsTable } from './arms-table';
import { OnlineCourse } from './online-course';
import { refreshOnline, useOnlineReport } from './use-online';
import classes from './online.module.css';

/** One experiment: definition, results, and End. */
export function OnlineExperimentView({ id }: { readonly id: string }): ReactElement {
  const { data: report, error } = useOnlineReport(id);
  const end = useMutation({
    mutationFn: () => api().online.end({ id }),
    onSuccess: (ended: OnlineReport) => {
      queryClient.setQueryData(keys.onlineReport(id), ended);
      return refreshOnline();
    },
  });
  const failure = error ?? end.error;
  return (
    <section className={classes.experiment} aria-label={`Online experiment ${id}`}>
      <div className={classes.head}>
        <h3 className={classes.name}>{id}</h3>
        {report && (
          <span className={classes.mute}>
            {report.endedAtMs === null ? 'Running' : `Stopped ${formatMinute(report.endedAtMs)}`} · started{' '}
            {formatMinute(report.startedAtMs)} · success: {report.kinds.length === 0 ? 'any interaction' : report.kinds.join(', ')}
          </span>
        )}
        <span className={classes.actions}>
          {report && <CopyTable table={() => onlineTable(report)} what={`numbers of ${id}`} />}
          {report?.endedAtMs === null && (
            <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
              Stop
            </Button>
          )}
          <RemoveButton
            id={id}
            noun="experiment"
            loss="Its counts are removed for good."
            onRemove={() => api().online.remove({ id }).then(refreshOnline)}
          />
        </span>
      </div>
      {failure && <FailureNotice failure={toFailure(failure)} />}
      {report && (
        <p className={report.decision.status === 'stop' ? classes.decision : classes.mute} role="status">
          {report.decision.sentence}
        </p>
      )}
      {report && <ArmsTable report={report} />}
      {report && <OnlineCourse report={report} />}
      {report && (
        <p className={report.sampleRatio.mismatch ? classes.alarm : classes.mute} role={report.sampleRatio.mismatch ? 'alert' : undefined}>
          {sampleRatioText(report)}
        </p>
      )}
      {report && cupedText(report) !== undefined && <p className={classes.mute}>{cupedText(report)}</p>}
    </section>
  );
}
