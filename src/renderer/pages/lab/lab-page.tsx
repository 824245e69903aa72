import { useState, type ReactElement } from 'react';
import { useModelStatus, useRegistries, useSummary } from '../../api/queries';
import { useDefinedSignals } from '../../api/signals';
import { Failed } from '../../components/failed';
import { LabGate } from '../../components/lab-gate';
import { Loading } from '../../components/loading';
import { PageActions } from '../../components/shell/page-actions';
import { useConnection } from '../../stores/connection-store';
import { ContextBar } from './context/context-bar';
import { DiagnosePanel } from './diagnose/diagnose-panel';
import { GoalDialog } from './goal/goal-dialog';
import { HistoryStrip } from './history-strip';
import { useViewRepair } from './hooks/use-view-repair';
import { useLabCommands } from './hooks/use-lab-commands';
import { useLabShortcuts } from './hooks/use-lab-shortcuts';
import { useListLoop } from './hooks/use-list-loop';
import { useLiveLoop } from './hooks/use-live-loop';
import { LabActions } from './lab-actions';
import classes from './lab.module.css';
import { LensDialog } from './lens/lens-dialog';
import { LabMultiverse } from './lab-multiverse';
import { Lists } from './lists/lists';
import { RunDrop } from './run-drop';
import { Sidebar } from './sidebar/sidebar';
import { VerdictPanel } from './verdict/verdict-panel';

/** Waits for the saved state, so that the first numbers belong to the analyst's variants. */
export const LabPage = (): ReactElement => (
  <LabGate>
    <RestoredLab />
  </LabGate>
);

function RestoredLab(): ReactElement {
  const registries = useRegistries();
  if (registries.error)
    return <Failed error={registries.error} title="The metrics of the Lab cannot be read" onRetry={() => void registries.refetch()} />;
  if (!registries.data) return <Loading label="Restoring the Lab" />;
  return <Lab />;
}

function Lab(): ReactElement {
  const [sheet, setSheet] = useState(false);
  const generation = useConnection((connection) => connection.generation);
  const { data: summary } = useSummary();
  const { data: models } = useModelStatus();
  const { data: defined } = useDefinedSignals();
  const version = `${generation} ${summary?.fingerprint ?? ''} ${JSON.stringify(defined ?? [])}`;
  useViewRepair();
  useLiveLoop(version, models);
  useListLoop(version, models);
  useLabShortcuts();
  useLabCommands();
  return (
    <RunDrop>
      <PageActions>
        <LabActions />
      </PageActions>
      <aside id="lab-sliders" className={classes.aside} data-open={sheet} aria-label="Variants and their settings">
        <Sidebar />
      </aside>
      <div className={classes.main}>
        <VerdictPanel />
        <DiagnosePanel />
        <ContextBar />
        <Lists />
        <LensDialog />
        <LabMultiverse />
        <GoalDialog />
      </div>
      <div className={classes.footer}>
        <button type="button" className={classes.sheet} aria-expanded={sheet} aria-controls="lab-sliders" onClick={() => setSheet(!sheet)}>
          {sheet ? 'Close sliders' : 'Sliders'}
        </button>
        <HistoryStrip />
      </div>
    </RunDrop>
  );
}
