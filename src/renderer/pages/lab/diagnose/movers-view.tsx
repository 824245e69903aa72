import { ActionIcon, NativeSelect, SegmentedControl } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { moversOutputSchema, type MoversOutput } from '#shared/schemas/diagnose';
import type { SegmentChoice } from '#shared/schemas/live';
import { api } from '../../../api/client';
import { useRegistries } from '../../../api/queries';
import { CopyTable } from '../../../components/copy-table';
import { EmptyState } from '../../../components/empty-state';
import { plural } from '../../../logic/format';
import { parseMetricSpec } from '../../../logic/metric-spec';
import { segmentText } from '#shared/segment-names';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import type { LiveTest } from '../hooks/prepare-arrays';
import { groupsTable, moversSentence, moversTable, videosTable } from '../logic/movers';
import classes from './diagnose.module.css';
import { GroupMovers } from './group-movers';
import { JobAnswerFrame } from './job-answer-frame';
import { UserMovers } from './user-movers';
import { useJobAnswer, type JobAnswer } from './use-job-answer';
import { useLiveSegments } from '../hooks/use-live-segments';
import { useTestQuestion } from './use-test-question';
import { VideoMovers } from './video-movers';

type What = 'groups' | 'users' | 'videos';
const whats: readonly { readonly value: What; readonly label: string }[] = [
  { value: 'groups', label: 'Groups' },
  { value: 'users', label: 'Users' },
  { value: 'videos', label: 'Videos' },
];

/** Groups, users and videos that lose or gain between the baseline and the variant compared with it. */
export function MoversView(): ReactElement {
  const test = useTestQuestion();
  const challenger = useLabView((view) => view.challenger);
  const place = useLabDocument(({ variants }) => variants.findIndex(({ key }, index) => index > 0 && key === challenger));
  const [baseline, other] = [test.variants[0], test.variants[place]];
  if (place < 1 || !baseline || !other)
    return <EmptyState inline title="A comparison needs two variants" text="Choose a variant to compare with the baseline." />;
  return <Movers question={{ ...test, variants: [baseline, other] }} place={place} />;
}

/** The Lab's metrics that every user has a value of; ndcg if there is none. */
function useUserMetrics(): string[] {
  const metrics = useLabDocument((document) => document.metrics);
  const k = useLabDocument((document) => document.k);
  const { data: registries } = useRegistries();
  const choices = metrics.filter((spec) => registries?.metrics.find(({ id }) => id === parseMetricSpec(spec).id)?.scope === 'user');
  return choices.length > 0 ? choices : [`ndcg@${k}`];
}

interface MoversProps {
  readonly question: LiveTest;
  /** Of the second variant in the Lab. */
  readonly place: number;
}

function Movers({ question, place }: MoversProps): ReactElement {
  const options = useUserMetrics();
  const { data: groups = [] } = useLiveSegments();
  const divisions = [...new Set(groups.map(({ segmentation }) => segmentation))].slice(0, 50);
  const [chosen, choose] = useState<string | null>(null);
  const [segment, setSegment] = useState<SegmentChoice | null>(null);
  const [what, setWhat] = useState<What>('groups');
  const metric = chosen !== null && options.includes(chosen) ? chosen : (options[0] ?? 'ndcg@10');
  const answer = useJobAnswer({
    kind: 'movers',
    // The users of one group are listed without measuring all groups again.
    question: { ...question, metric, segment, ...(segment ? { segments: [] } : divisions.length > 0 && { segments: divisions }) },
    start: (asked) => api().diagnose.movers(asked),
    read: (result) => moversOutputSchema.parse(result),
  });
  const show = (next: What): void => {
    setWhat(next);
    if (next === 'groups') setSegment(null);
  };
  const openGroup = (group: SegmentChoice): void => {
    setSegment({ segmentation: group.segmentation, segment: group.segment });
    setWhat('users');
  };
  const filter = segment && <GroupFilter segment={segment} onClear={() => setSegment(null)} />;
  // With another split or other data there may be no such group: the way back to all users stays in sight.
  if (filter && answer.error) return <NoMovers answer={answer} filter={filter} />;
  return (
    <JobAnswerFrame answer={answer} title="The movers could not be computed">
      {(data) => (
        <div className={classes.view}>
          <div className={classes.controls}>
            <NativeSelect
              aria-label="Metric to compare"
              data={options}
              value={metric}
              onChange={(event) => choose(event.currentTarget.value)}
            />
            <SegmentedControl
              aria-label="Groups, users or videos"
              size="xs"
              data={[...whats]}
              value={what}
              onChange={(value) => show(whats.find((one) => one.value === value)?.value ?? 'groups')}
            />
            {filter}
            <Sentence what={what} data={data} />
            <CopyTable what={what} table={() => tables[what](data)} />
          </div>
          {what === 'groups' && <GroupMovers data={data} place={place} onChoose={openGroup} />}
          {what === 'users' && <UserTables data={data} />}
          {what === 'videos' && <VideoTables data={data} />}
        </div>
      )}
    </JobAnswerFrame>
  );
}

const tables = { groups: groupsTable, users: moversTable, videos: videosTable } as const;

const NoMovers = ({ answer, filter }: { readonly answer: JobAnswer<MoversOutput>; readonly filter: ReactElement }): ReactElement => (
  <div className={classes.view}>
    <div className={classes.controls}>{filter}</div>
    <JobAnswerFrame answer={answer} title="The movers of this group could not be computed">
      {() => null}
    </JobAnswerFrame>
  </div>
);

/** The group whose users and videos are shown. */
const GroupFilter = ({ segment, onClear }: { readonly segment: SegmentChoice; readonly onClear: () => void }): ReactElement => (
  <span className={classes.filter}>
    {segmentText(segment)}
    <ActionIcon variant="subtle" color="gray" size={18} aria-label="All users" title="All users" onClick={onClear}>
      <IconX size={12} />
    </ActionIcon>
  </span>
);

function Sentence({ what, data }: { readonly what: What; readonly data: MoversOutput }): ReactElement {
  const count = data.segments.length;
  const text =
    what === 'users'
      ? moversSentence(data)
      : what === 'videos'
        ? (data.statements.find((statement) => statement.includes('exposure')) ?? '')
        : `${plural(count, 'group')}, worst first. Verdicts are corrected over ${plural(count, 'test')} (Benjamini–Hochberg)`;
  return (
    <span className={classes.note} title={data.statements.join('\n')}>
      {text}
    </span>
  );
}

const UserTables = ({ data }: { readonly data: MoversOutput }): ReactElement => (
  <div className={classes.pair}>
    <UserMovers title={`${plural(data.lostCount, 'user')} ${data.lostCount === 1 ? 'loses' : 'lose'}`} movers={data.lost} data={data} />
    <UserMovers
      title={`${plural(data.gainedCount, 'user')} ${data.gainedCount === 1 ? 'gains' : 'gain'}`}
      movers={data.gained}
      data={data}
    />
  </div>
);

const VideoTables = ({ data }: { readonly data: MoversOutput }): ReactElement => (
  <div className={classes.pair}>
    <VideoMovers title="Videos that lose exposure" videos={data.videosLost} names={data.names} />
    <VideoMovers title="Videos that gain exposure" videos={data.videosGained} names={data.names} />
  </div>
);
