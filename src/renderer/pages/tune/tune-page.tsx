import type { ReactElement } from 'react';
import { LabGate } from '../../components/lab-gate';
import { PageTabs } from '../../components/page-tabs';
import { Page, PageHead } from '../../components/panel';
import { LearnPanel } from './learn-panel';
import { SweepPanel } from './sweep-panel';
import { tuneViews } from './views';

const panels = { sweep: SweepPanel, learn: LearnPanel };

/** Settings and weights found by search or learning, on the validation part. */
export function TunePage(): ReactElement {
  return (
    <Page>
      <PageHead
        title="Tune"
        lead="Everything here uses the validation part, cut from the training side. The test part is not touched, so nothing counts as a look at it."
      />
      <LabGate>
        <PageTabs page="tune" views={tuneViews} panels={panels} />
      </LabGate>
    </Page>
  );
}
