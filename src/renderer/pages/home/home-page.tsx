import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments, IconFileImport, IconFolderOpen, IconFolderPlus, IconPlayerPlay, IconStack2 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState, type ReactElement } from 'react';
import type { WorkspaceInfo } from '#shared/schemas/system';
import { useWorkspace } from '../../api/queries';
import { openWorkspace, openSample } from '../../api/workspaces';
import { FailureNotice } from '../../components/failed';
import { Page, PageHead, Panel } from '../../components/panel';
import { toFailure } from '../../logic/failure';
import { showGuide } from '../../stores/guide-store';
import { useCommands } from '../../stores/commands-store';
import { useJobs, isActive } from '../../stores/jobs-store';
import { useNavigation } from '../../stores/navigation-store';
import { JobProgress } from '../../components/job-progress';
import { FirstStepsPanel } from './first-steps-panel';
import classes from './home.module.css';
import { firstAction } from './logic/first-steps';
import { MachinePanel } from './machine-panel';
import { RecentWorkspaces } from './recent-workspaces';
import { StorageProblems } from './storage-problems';
import { StartCard } from './start-card';
import { WorkspaceForm, type WorkspaceFormKind } from './workspace-form';

export function HomePage(): ReactElement {
  const go = useNavigation((navigation) => navigation.go);
  const { data: workspace } = useWorkspace();
  const [kind, setKind] = useState<WorkspaceFormKind>('create');
  const [formOpen, form] = useDisclosure(false);
  const [stage, setStage] = useState('');
  const sample = useMutation({
    mutationFn: () => openSample(setStage),
    onSuccess: () => useNavigation.getState().route.page === 'home' && go('lab'),
  });
  const open = useMutation({ mutationFn: openWorkspace, onSuccess: (info) => go(info.isBuilt ? 'lab' : info.hasData ? 'model' : 'data') });
  const failure = sample.error ?? open.error;
  const ask = (which: WorkspaceFormKind): void => {
    setKind(which);
    form.open();
  };
  const commands = useMemo(
    () => [
      { id: 'sample', label: 'Try the sample', group: 'Workspace', run: () => sample.mutate() },
      { id: 'create', label: 'Create a workspace', group: 'Workspace', run: () => ask('create') },
      { id: 'open', label: 'Open a workspace', group: 'Workspace', run: () => ask('open') },
      { id: 'import', label: 'Import data into a new workspace', group: 'Workspace', run: () => ask('import') },
      { id: 'first-steps', label: 'Show the first steps', group: 'Help', run: () => showGuide(true) },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the mutation and the form keep their identity
    [],
  );
  useCommands(commands);
  return (
    <Page>
      <PageHead title="RankLab" lead="Offline experiments with recommendation ranking: live metrics, explanations and sound statistics." />
      <StartCards workspace={workspace} preparing={sample.isPending} onSample={() => sample.mutate()} onAsk={ask} />
      <div aria-live="polite">{sample.isPending && <SampleProgress stage={stage} />}</div>
      {failure && (
        <div className={classes.stage}>
          <FailureNotice failure={toFailure(failure)} title="The workspace cannot be opened" />
        </div>
      )}
      <StorageProblems />
      {workspace && <FirstStepsPanel workspace={workspace} />}
      <div className={classes.grid}>
        <RecentWorkspaces onOpen={open.mutate} busy={open.isPending} />
        <MachinePanel />
      </div>
      <WorkspaceForm
        kind={kind}
        opened={formOpen}
        onClose={form.close}
        onReady={(info) => go(kind === 'open' && info.isBuilt ? 'lab' : 'data', kind === 'import' ? { view: 'import' } : {})}
      />
    </Page>
  );
}

interface StartProps {
  readonly workspace: WorkspaceInfo | null | undefined;
  /** The sample is being prepared. */
  readonly preparing: boolean;
  readonly onSample: () => void;
  readonly onAsk: (which: WorkspaceFormKind) => void;
}

/** What can be begun; the first card is what one came for. */
function StartCards({ workspace, preparing, onSample, onAsk }: StartProps): ReactElement {
  const go = useNavigation((navigation) => navigation.go);
  const action = firstAction(workspace);
  const next = {
    continue: { icon: IconAdjustments, title: 'Continue in the Lab', text: `“${workspace?.name ?? ''}” is ready`, page: 'lab', params: {} },
    build: { icon: IconStack2, title: 'Build the models', text: `The next step of “${workspace?.name ?? ''}”`, page: 'model', params: {} },
    'import-here': {
      icon: IconFileImport,
      title: 'Import into this workspace',
      text: `“${workspace?.name ?? ''}” has no data yet`,
      page: 'data',
      params: { view: 'import' },
    },
    sample: undefined,
  }[action];
  return (
    <div className={classes.starts}>
      {next && <StartCard icon={next.icon} title={next.title} text={next.text} primary onClick={() => go(next.page, next.params)} />}
      <StartCard
        icon={IconPlayerPlay}
        title="Try the sample"
        text="2,000 users, 4,000 videos, ready in seconds"
        primary={!next}
        busy={preparing}
        onClick={onSample}
      />
      <StartCard
        icon={IconFileImport}
        title="Import data"
        text="CSV, TSV or MovieLens into a new workspace"
        onClick={() => onAsk('import')}
      />
      <StartCard
        icon={IconFolderPlus}
        title="Create a workspace"
        text="A folder for data, models and experiments"
        onClick={() => onAsk('create')}
      />
      <StartCard icon={IconFolderOpen} title="Open a workspace" text="A folder created by RankLab" onClick={() => onAsk('open')} />
    </div>
  );
}

function SampleProgress({ stage }: { readonly stage: string }): ReactElement {
  const job = useJobs((state) => Object.values(state.jobs).find(isActive));
  return (
    <Panel className={classes.stage} title={stage}>
      {job ? <JobProgress job={job} /> : <p>Loading…</p>}
    </Panel>
  );
}
