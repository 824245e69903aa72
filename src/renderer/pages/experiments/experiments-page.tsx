import type { ReactElement } from 'react';
import { Page, PageHead } from '../../components/panel';

export function ExperimentsPage(): ReactElement {
  return (
    <Page>
      <PageHead title="Experiments" />
    </Page>
  );
}
