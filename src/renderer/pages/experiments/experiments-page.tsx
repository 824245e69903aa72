import type { ReactElement } from 'react';
import { PageTabs } from '../../components/page-tabs';
import { Page, PageHead } from '../../components/panel';
import { RunsPanel } from './runs-panel';
import { SchedulesPanel } from './schedules/schedules-panel';
import { experimentViews } from './views';

const panels = { runs: RunsPanel, schedules: SchedulesPanel };

/** Saved runs, and those that are measured again at fixed times. */
export function ExperimentsPage(): ReactElement {
  return (
    <Page>
      <PageHead
        title="Experiments"
        lead="Offline comparisons on held-out interactions; every number is a macro average over the users counted."
      />
      <PageTabs page="experiments" views={experimentViews} panels={panels} />
    </Page>
  );
}
