import { NativeSelect } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { blameOutputSchema, type BlameOutput } from '#shared/schemas/diagnose';
import { api } from '../../../api/client';
import { useRegistries } from '../../../api/queries';
import { CopyTable } from '../../../components/copy-table';
import { formatShare, plural } from '../../../logic/format';
import { parseMetricSpec } from '../../../logic/metric-spec';
import { useLabDocument } from '../../../stores/lab-store';
import { blameRows, blameTable, groupings, type BlamePick } from '../logic/blame';
import { BlameBars } from './blame-bars';
import { BlameCells } from './blame-cells';
import { BlameUsers } from './blame-users';
import classes from './diagnose.module.css';
import { JobAnswerFrame } from './job-answer-frame';
import { useJobAnswer } from './use-job-answer';
import { useTestQuestion } from './use-test-question';

/** How much of what the lists miss each stage loses: by variant, or by group of users of one variant. */
export function BlameView(): ReactElement {
  const test = useTestQuestion();
  const metrics = useLabDocument((document) => document.metrics);
  const k = useLabDocument((document) => document.k);
  const { data: registries } = useRegistries();
  const choices = metrics.filter((spec) => registries?.metrics.find(({ id }) => id === parseMetricSpec(spec).id)?.hasIdeal);
  const options = choices.length > 0 ? choices : [`ndcg@${k}`];
  const [chosen, choose] = useState<string | null>(null);
  const metric = chosen !== null && options.includes(chosen) ? chosen : (options[0] ?? 'ndcg@10');
  const question = { ...test, metric };
  const answer = useJobAnswer({
    kind: 'blame',
    question,
    start: (asked) => api().diagnose.blame(asked),
    read: (result) => blameOutputSchema.parse(result),
  });
  return (
    <JobAnswerFrame answer={answer} title="The losses could not be computed">
      {(data) => (
        <Blame data={data} question={question}>
          <NativeSelect
            aria-label="Metric to divide by stage"
            data={options}
            value={metric}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        </Blame>
      )}
    </JobAnswerFrame>
  );
}

interface Props {
  readonly data: BlameOutput;
  readonly question: Parameters<ReturnType<typeof api>['diagnose']['blame']>[0];
  readonly children: ReactElement;
}

function Blame({ data, question, children }: Props): ReactElement {
  const [by, setBy] = useState('variants');
  const [picked, pick] = useState<BlamePick | null>(null);
  const options = groupings(data);
  const grouping = options.some(({ value }) => value === by) ? by : 'variants';
  const rows = blameRows(data, grouping);
  const shown = picked && rows.find(({ key }) => key === picked.row) ? picked : null;
  return (
    <div className={classes.view}>
      <div className={classes.controls}>
        {children}
        <NativeSelect aria-label="Rows" data={options} value={grouping} onChange={(event) => setBy(event.currentTarget.value)} />
        <span className={classes.note} title={data.statements.join('\n')}>
          {plural(data.measuredUserCount, 'test user')} · {formatShare(data.confidence)} intervals · parts sum to what is missing
        </span>
        <CopyTable what="losses" table={() => blameTable(data)} />
      </div>
      <BlameBars metric={data.metric} rows={rows} onPick={pick} />
      <BlameCells metric={data.metric} rows={rows} picked={shown} onPick={pick} />
      {shown && <BlameUsers question={question} rows={rows} picked={shown} metric={data.metric} onClose={() => pick(null)} />}
    </div>
  );
}
