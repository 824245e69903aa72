import type { ReactElement } from 'react';
import { Page, PageHead } from '../../components/panel';

export function SettingsPage(): ReactElement {
  return (
    <Page>
      <PageHead title="Settings" />
    </Page>
  );
}
