import { Switch } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { Panel } from '../../../components/panel';
import { Statements } from '../../../components/statements';
import { Stats } from '../../../components/stats';
import { formatCount, formatP, formatPercent } from '../../../logic/format';
import type { AbTestPoint } from '#shared/schemas/simulate';
import type { AbTestCourse } from '../../../stores/simulate-store';
import { naiveAlarms, trafficAlarm, upTo } from '../logic/playback';
import classes from '../simulate.module.css';
import { CourseNotes } from './course-notes';
import { DecisionsTable } from './decisions-table';
import { LiftChart } from './lift-chart';
import { OutcomesTable } from './outcomes-table';
import { Player } from './player';
import { RepeatedTable } from './repeated-table';
import { usePlayback } from './use-playback';

/** A test as it runs: the chart, what the rules have decided so far, and at the end the truth. */
export function CourseView({ course }: { readonly course: AbTestCourse }): ReactElement {
  const { plan, points, looks, rules, decisions, output, jobId, names } = course;
  const [cuped, setCuped] = useState(false);
  const total = plan?.users ?? 0;
  const playback = usePlayback(jobId, total, points[points.length - 1]?.users ?? 0);
  const shown = upTo({ points, looks, decisions }, playback.users);
  const last = shown.points[shown.points.length - 1];
  const ended = total > 0 && playback.users >= total;
  const alarm = trafficAlarm(shown.points);
  const hasCuped = points.some((point) => point.cuped !== null);
  return (
    <>
      <Panel
        title={output?.aa ? 'A/A test' : 'A/B test'}
        note={`${names[1]} against ${names[0]}`}
        actions={
          <>
            {hasCuped && (
              <Switch size="xs" label="With CUPED" checked={cuped} onChange={(event) => setCuped(event.currentTarget.checked)} />
            )}
            {shown.points.length > 0 && <CourseNotes variant={names[1]} points={shown.points} />}
          </>
        }
      >
        <Player playback={playback} total={total} computed={points[points.length - 1]?.users ?? 0} />
        <LiftChart
          {...shown}
          course={course}
          total={total}
          cuped={cuped}
          truth={ended ? (output?.outcomes[0]?.truth.lift ?? null) : null}
        />
        {alarm && last && (
          <p className={classes.alarm} role="alert">
            {alarmText(last, alarm.users)}
          </p>
        )}
        <Stats
          items={[
            ['Users', last?.counts.map(formatCount).join(' : ') ?? '–'],
            ['Lift', formatPercent(last?.lift, 1)],
            ['Significant if peeked', shown.points.length === 0 ? '–' : `${naiveAlarms(shown.points)} of ${shown.points.length} looks`],
            ['Traffic, p', formatP(last?.ratio.pValue)],
            ['CUPED removes', ended ? formatPercent(output?.outcomes[0]?.cuped?.varianceReduction) : '–'],
          ]}
        />
        {output && ended && <Statements statements={output.statements} />}
      </Panel>
      {rules.length > 0 && <DecisionsTable rules={rules} decisions={shown.decisions} ended={ended} />}
      {output && ended && <OutcomesTable output={output} />}
      {output?.repeated && ended && <RepeatedTable repeated={output.repeated} />}
    </>
  );
}

const alarmText = ({ counts, ratio }: AbTestPoint, users: number): string =>
  `The traffic is unequal: ${counts.map(formatCount).join(' : ')}, p = ${formatP(ratio.alwaysPValue)}. The users of the arms differ for another reason than their variants: do not trust this test. The alarm came after ${formatCount(users)} users.`;
