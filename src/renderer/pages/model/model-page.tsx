import type { ReactElement } from 'react';
import { Page, PageHead } from '../../components/panel';

export function ModelPage(): ReactElement {
  return (
    <Page>
      <PageHead title="Model" />
    </Page>
  );
}
