import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { moversOutputSchema, type MoversOutput } from '#shared/schemas/diagnose';
import { api } from '../../../api/client';
import { useRegistries } from '../../../api/queries';
import { CopyTable } from '../../../components/copy-table';
import { EmptyState } from '../../../components/empty-state';
import { parseMetricSpec } from '../../../logic/metric-spec';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import type { LiveTest } from '../hooks/prepare-arrays';
import { moversSentence, moversTable, videosTable } from '../logic/movers';
import classes from './diagnose.module.css';
import { JobAnswerFrame } from './job-answer-frame';
import { UserMovers } from './user-movers';
import { useJobAnswer } from './use-job-answer';
import { useTestQuestion } from './use-test-question';
import { VideoMovers } from './video-movers';

/** Users and videos that gain or lose between the baseline and the variant compared with it. */
export function MoversView(): ReactElement {
  const test = useTestQuestion();
  const challenger = useLabView((view) => view.challenger);
  const place = useLabDocument(({ variants }) => variants.findIndex(({ key }, index) => index > 0 && key === challenger));
  const [baseline, other] = [test.variants[0], test.variants[place]];
  if (place < 1 || !baseline || !other)
    return <EmptyState inline title="A comparison needs two variants" text="Choose a variant to compare with the baseline." />;
  return <Movers question={{ ...test, variants: [baseline, other] }} />;
}

function Movers({ question }: { readonly question: LiveTest }): ReactElement {
  const metrics = useLabDocument((document) => document.metrics);
  const k = useLabDocument((document) => document.k);
  const { data: registries } = useRegistries();
  const choices = metrics.filter((spec) => registries?.metrics.find(({ id }) => id === parseMetricSpec(spec).id)?.scope === 'user');
  const options = choices.length > 0 ? choices : [`ndcg@${k}`];
  const [chosen, choose] = useState<string | null>(null);
  const metric = chosen !== null && options.includes(chosen) ? chosen : (options[0] ?? 'ndcg@10');
  const answer = useJobAnswer({
    kind: 'movers',
    question: { ...question, metric },
    start: (asked) => api().diagnose.movers(asked),
    read: (result) => moversOutputSchema.parse(result),
  });
  return (
    <JobAnswerFrame answer={answer} title="The movers could not be computed">
      {(data) => (
        <Answer data={data}>
          <NativeSelect
            aria-label="Metric to compare"
            data={options}
            value={metric}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        </Answer>
      )}
    </JobAnswerFrame>
  );
}

function Answer({ data, children }: { readonly data: MoversOutput; readonly children: ReactElement }): ReactElement {
  const [what, setWhat] = useState<'users' | 'videos'>('users');
  return (
    <div className={classes.view}>
      <div className={classes.controls}>
        {children}
        <SegmentedControl
          aria-label="Users or videos"
          size="xs"
          data={[
            { value: 'users', label: 'Users' },
            { value: 'videos', label: 'Videos' },
          ]}
          value={what}
          onChange={(value) => setWhat(value === 'videos' ? 'videos' : 'users')}
        />
        <span className={classes.note} title={data.statements.join('\n')}>
          {what === 'users' ? moversSentence(data) : (data.statements.find((text) => text.includes('exposure')) ?? '')}
        </span>
        <CopyTable what={what} table={() => (what === 'users' ? moversTable(data) : videosTable(data))} />
      </div>
      <div className={classes.pair}>
        {what === 'users' ? (
          <>
            <UserMovers title={`${data.lostCount} users lose`} movers={data.lost} data={data} />
            <UserMovers title={`${data.gainedCount} users gain`} movers={data.gained} data={data} />
          </>
        ) : (
          <>
            <VideoMovers title="Videos that lose exposure" videos={data.videosLost} names={data.names} />
            <VideoMovers title="Videos that gain exposure" videos={data.videosGained} names={data.names} />
          </>
        )}
      </div>
    </div>
  );
}
