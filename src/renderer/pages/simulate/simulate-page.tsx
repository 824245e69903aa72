import type { ReactElement } from 'react';
import { LabGate } from '../../components/lab-gate';
import { PageTabs } from '../../components/page-tabs';
import { Page, PageHead } from '../../components/panel';
import { AbTestPanel } from './ab-test/ab-test-panel';
import { BanditsPanel } from './bandits-panel';
import { InterleavingPanel } from './interleaving-panel';
import { OffPolicyPanel } from './off-policy-panel';
import { simulateViews } from './views';

const panels = { 'ab-test': AbTestPanel, interleaving: InterleavingPanel, bandits: BanditsPanel, 'off-policy': OffPolicyPanel };

/** Experiments on simulated users whose truth is known. */
export function SimulatePage(): ReactElement {
  return (
    <Page>
      <PageHead
        title="Simulate"
        lead="Experiments on simulated users, whose true preferences are known: see what a test needs, and whether a rule decides rightly. The test part is not read."
      />
      <LabGate>
        <PageTabs page="simulate" views={simulateViews} panels={panels} />
      </LabGate>
    </Page>
  );
}
