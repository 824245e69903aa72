import type { ReactElement } from 'react';
import { useSummary, useWorkspace } from '../../api/queries';
import { Failed } from '../../components/failed';
import { PageTabs } from '../../components/page-tabs';
import { Page, PageHead } from '../../components/panel';
import { formatDay } from '../../logic/format';
import { InteractionsTable } from './browse/interactions-table';
import { UsersTable } from './browse/users-table';
import { VideosTable } from './browse/videos-table';
import { GeneratePanel } from './generate/generate-panel';
import { ExportPanel } from './export/export-panel';
import { ImportWizard } from './import/import-wizard';
import { Overview } from './overview/overview';
import { dataViews } from './views';

const panels = {
  overview: Overview,
  users: UsersTable,
  videos: VideosTable,
  interactions: InteractionsTable,
  import: ImportWizard,
  export: ExportPanel,
  generate: GeneratePanel,
};

/** The workspace's data, with Generate, Import and Export. */
export function DataPage(): ReactElement {
  const { data: workspace } = useWorkspace();
  const { data: summary, error, refetch } = useSummary();
  const hasData = workspace?.hasData === true;
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
      <PageTabs page="data" views={dataViews.filter(({ needsData }) => hasData || !needsData)} panels={panels} />
    </Page>
  );
}
