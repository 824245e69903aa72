import type { ReactElement } from 'react';
import { useSummary } from '../../api/queries';
import { Failed } from '../../components/failed';
import { Loading } from '../../components/loading';
import { Page, PageHead } from '../../components/panel';
import { AgentEditsPanel } from './agent-edits-panel';
import { OnlinePanel } from './online/online-panel';
import { VariantsPanel } from './online/variants-panel';
import classes from './serve.module.css';
import { ServerPanel } from './server-panel';
import { Snippets } from './snippets';
import { TryIt } from './try-it';
import { useServer } from './use-server';

/** The local API: switch, address, load, and example calls. */
export function ServePage(): ReactElement {
  const { data: view, error, refetch } = useServer();
  const { data: summary } = useSummary();
  if (error) return <Failed error={error} title="The local API’s state cannot be read" onRetry={() => void refetch()} />;
  if (!view) return <Loading label="Reading the state of the local API" />;
  const address = view.kind === 'self' ? view : { url: view.status.url, token: view.status.token };
  return (
    <Page>
      <PageHead title="Serve" lead="A REST API for notebooks and programs on this machine; it is not reachable from other machines." />
      <div className={classes.columns}>
        <div className={classes.stack}>
          <ServerPanel view={view} />
          {address.url !== null && <Snippets url={address.url} token={address.token} />}
        </div>
        {summary && <TryIt />}
      </div>
      {summary && (
        <div className={classes.below}>
          <OnlinePanel />
          <VariantsPanel />
          <AgentEditsPanel />
        </div>
      )}
    </Page>
  );
}
