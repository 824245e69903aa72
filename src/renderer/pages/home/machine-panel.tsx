import type { ReactElement } from 'react';
import { useDoctor } from '../../api/queries';
import { Checks } from '../../components/checks';
import { Failed } from '../../components/failed';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { formatBytes } from '../../logic/format';

/** What this machine has, and how to install what is missing. */
export function MachinePanel(): ReactElement {
  const { data, error, refetch } = useDoctor();
  return (
    <Panel title="This machine" note={data && `${data.platform} · ${data.cpuCount} cores · ${formatBytes(data.memoryBytes)} memory`}>
      {error && <Failed error={error} title="The machine’s capabilities cannot be read" onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Checking this machine" />}
      {data && <Checks report={data} />}
    </Panel>
  );
}
