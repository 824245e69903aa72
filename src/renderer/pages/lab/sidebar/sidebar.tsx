import type { ReactElement } from 'react';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { CandidateSettingsPanel } from './candidate-settings';
import { DiffersFromBaseline } from './differs-from-baseline';
import { DiversityPanel } from './diversity-panel';
import { FilterPanel } from './filter-panel';
import { SignalsPanel } from './signals-panel';
import { VariantTabs } from './variant-tabs';

/** The variants, and every setting of the one that is chosen. */
export function Sidebar(): ReactElement {
  const edited = useLabView((view) => view.edited);
  const chosen = useLabDocument((document) => document.variants.find(({ key }) => key === edited) ?? document.variants[0]);
  return (
    <>
      <VariantTabs />
      {chosen && (
        <>
          <SignalsPanel entry={chosen} />
          <DiversityPanel entry={chosen} />
          <CandidateSettingsPanel entry={chosen} />
          <FilterPanel entry={chosen} />
          <DiffersFromBaseline entry={chosen} />
        </>
      )}
    </>
  );
}
