import type { ReactElement } from 'react';
import { useRecentWorkspaces } from '../../api/queries';
import { EmptyState } from '../../components/empty-state';
import { Failed } from '../../components/failed';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { formatMinute } from '../../logic/format';
import classes from './home.module.css';

interface Props {
  readonly onOpen: (path: string) => void;
  readonly busy: boolean;
}

export function RecentWorkspaces({ onOpen, busy }: Props): ReactElement {
  const { data, error, refetch } = useRecentWorkspaces();
  return (
    <Panel title="Recent workspaces">
      {error && <Failed error={error} title="The workspaces cannot be listed" onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Looking for workspaces" />}
      {data?.length === 0 && (
        <EmptyState inline title="None yet" text="Workspaces that you create or open are listed here. The sample is a good first one." />
      )}
      <div className={classes.recent}>
        {data?.map(({ path, name, lastOpenedAtMs, missing, hasData, isBuilt }) => (
          <button key={path} type="button" className={classes.workspace} disabled={missing || busy} onClick={() => onOpen(path)}>
            <b>{name}</b>
            <span className={classes.right}>{missing ? 'not found' : isBuilt ? 'ready' : hasData ? 'not built' : 'empty'}</span>
            <small title={path}>{path}</small>
            <small className={classes.right}>{formatMinute(lastOpenedAtMs)}</small>
          </button>
        ))}
      </div>
    </Panel>
  );
}
