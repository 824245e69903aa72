import type { ReactElement } from 'react';
import { useVariantHeads } from '../../../stores/lab-selectors';
import { useLabView } from '../../../stores/lab-view-store';
import { CandidateSettingsPanel } from './candidate-settings';
import { DiffersFromBaseline } from './differs-from-baseline';
import { DiversityPanel } from './diversity-panel';
import { FilterPanel } from './filter-panel';
import classes from './sidebar.module.css';
import { SignalsPanel } from './signals-panel';
import { TestPanel } from './test-panel';
import { VariantTabs } from './variant-tabs';

/** The variants, and every setting of the selected one. Each panel subscribes to its part of the variant. */
export function Sidebar(): ReactElement {
  const edited = useLabView((view) => view.edited);
  const heads = useVariantHeads();
  const chosen = heads.find(({ key }) => key === edited) ?? heads[0];
  return (
    <>
      <VariantTabs heads={heads} chosen={chosen?.key} />
      {chosen && (
        <>
          {chosen.notes !== '' && <p className={classes.notes}>{chosen.notes}</p>}
          <SignalsPanel variantKey={chosen.key} />
          <DiversityPanel variantKey={chosen.key} />
          <DiffersFromBaseline variantKey={chosen.key} />
          <CandidateSettingsPanel variantKey={chosen.key} />
          <FilterPanel variantKey={chosen.key} />
        </>
      )}
      <TestPanel />
    </>
  );
}
