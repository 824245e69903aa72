import type { ReactElement } from 'react';
import { Page, PageHead } from '../../components/panel';

export function DataPage(): ReactElement {
  return (
    <Page>
      <PageHead title="Data" />
    </Page>
  );
}
