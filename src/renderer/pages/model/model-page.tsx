import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { BuildSettings } from '#shared/schemas/model';
import { api } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { useModelStatus } from '../../api/queries';
import { finished } from '../../api/workspaces';
import { EmptyState } from '../../components/empty-state';
import { Failed, FailureNotice } from '../../components/failed';
import { JobProgress } from '../../components/job-progress';
import { Loading } from '../../components/loading';
import { notifyDone } from '../../components/notify';
import { PageTabs } from '../../components/page-tabs';
import { Page, PageHead, Panel } from '../../components/panel';
import { isActive, useJobs } from '../../stores/jobs-store';
import { BuildForm } from './build-form';
import { BuildReportPanels } from './build-report-panels';
import { EmbeddingsPanel } from './embeddings-panel';
import { GrowthPanel } from './growth-panel';
import { IndexBenchPanel } from './index-bench/index-bench-panel';
import { MapPanel } from './map/map-panel';
import layout from '../../components/form-and-results.module.css';
import classes from './model.module.css';
import { SignalsPanel } from './signals/signals-panel';
import { modelViews } from './views';

const panels = { build: Build, signals: SignalsPanel, growth: GrowthPanel, index: IndexBenchPanel, map: MapPanel };

/** Embeddings, factors and the index: settings and results. */
export function ModelPage(): ReactElement {
  return (
    <Page>
      <PageHead
        title="Model"
        lead="Fitted twice: on all data for serving, and on the training side of the split for every number in the Lab."
      />
      <PageTabs page="model" views={modelViews} panels={panels} />
    </Page>
  );
}

function Build(): ReactElement {
  const { data: status, error, refetch } = useModelStatus();
  const [draft, setDraft] = useState<BuildSettings | null>(null);
  const job = useJobs((state) => Object.values(state.jobs).find((candidate) => candidate.kind === 'build' && isActive(candidate)));
  const build = useMutation({
    mutationFn: async (settings: BuildSettings) => finished((await api().model.build(settings)).jobId),
    onSuccess: () => {
      setDraft(null);
      notifyDone('The models are built');
    },
  });
  if (error) return <Failed error={error} title="The models cannot be read" onRetry={() => void refetch()} />;
  if (!status) return <Loading label="Reading the models" />;
  const settings = draft ?? status.settings;
  return (
    <div className={layout.columns}>
      <Panel title="Settings">
        <BuildForm
          settings={settings}
          onChange={setDraft}
          built={status.built}
          busy={job !== undefined || build.isPending}
          report={status.report}
          onBuild={() => build.mutate(settings)}
        />
      </Panel>
      <div className={layout.stack}>
        {build.error && <FailureNotice failure={toFailure(build.error)} title="The build failed; the previous models are unchanged" />}
        {job && (
          <Panel title="Building">
            <JobProgress job={job} />
          </Panel>
        )}
        {status.stale && !job && (
          <p className={classes.stale} role="status">
            {status.staleBecause === 'version'
              ? 'The models were built by another version of RankLab. Build again to use them; the data is not affected, and cached texts are not charged again.'
              : 'The data changed after the models were built. Build again to include it.'}
          </p>
        )}
        {status.report ? (
          <BuildReportPanels report={status.report}>
            <EmbeddingsPanel status={status} />
          </BuildReportPanels>
        ) : (
          !job && (
            <EmptyState
              inline
              title="Nothing is built yet"
              text="Build the models to see the variance explained by the factors and the size of the index."
            />
          )
        )}
      </div>
    </div>
  );
}
