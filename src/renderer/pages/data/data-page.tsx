import { Tabs } from '@mantine/core';
import type { ReactElement } from 'react';
import { useSummary, useWorkspace } from '../../api/queries';
import { Failed } from '../../components/failed';
import { Page, PageHead } from '../../components/panel';
import { formatDay } from '../../logic/format';
import { useNavigation } from '../../stores/navigation-store';
import { InteractionsTable } from './browse/interactions-table';
import { UsersTable } from './browse/users-table';
import { VideosTable } from './browse/videos-table';
import { GeneratePanel } from './generate/generate-panel';
import { ImportWizard } from './import/import-wizard';
import { Overview } from './overview/overview';

const views = [
  { id: 'overview', label: 'Overview', needsData: true, View: Overview },
  { id: 'users', label: 'Users', needsData: true, View: UsersTable },
  { id: 'videos', label: 'Videos', needsData: true, View: VideosTable },
  { id: 'interactions', label: 'Interactions', needsData: true, View: InteractionsTable },
  { id: 'import', label: 'Import', needsData: false, View: ImportWizard },
  { id: 'generate', label: 'Generate', needsData: false, View: GeneratePanel },
] as const;

/** What the workspace holds, and the two ways to fill it. */
export function DataPage(): ReactElement {
  const { data: workspace } = useWorkspace();
  const { data: summary, error, refetch } = useSummary();
  const { route, go } = useNavigation();
  const hasData = workspace?.hasData === true;
  const offered = views.filter(({ needsData }) => hasData || !needsData);
  const view = offered.find(({ id }) => id === route.params.view) ?? offered[0];
  const span = summary ? `${formatDay(summary.firstTimestampMs)} … ${formatDay(summary.lastTimestampMs)}` : undefined;
  const lead = summary
    ? [summary.provenance, summary.firstTimestampMs === null ? null : span].filter(Boolean).join(' · ')
    : hasData
      ? undefined // it is asked for
      : 'Generate data or import your own.';
  return (
    <Page>
      <PageHead title="Data" lead={lead} />
      {error && <Failed error={error} title="The data cannot be read" onRetry={() => void refetch()} />}
      <Tabs value={view?.id ?? null} onChange={(id) => go('data', id === null ? {} : { view: id })} keepMounted={false}>
        <Tabs.List mb={14}>
          {offered.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {offered.map(({ id, View }) => (
          <Tabs.Panel key={id} value={id}>
            <View />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
