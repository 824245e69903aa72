import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { DoctorReport } from '#shared/schemas/system';
import { useDoctor } from '../../api/queries';
import { Failed } from '../../components/failed';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { formatBytes } from '../../logic/format';
import classes from './home.module.css';

const icons = { ok: IconCheck, warning: IconAlertTriangle, missing: IconX } as const;

/** What this machine has, and how to get what it has not. */
export function MachinePanel(): ReactElement {
  const { data, error, refetch } = useDoctor();
  return (
    <Panel title="This machine" note={data && `${data.platform} · ${data.cpuCount} cores · ${formatBytes(data.memoryBytes)} memory`}>
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Looking around" />}
      {data && <Checks report={data} />}
    </Panel>
  );
}

export function Checks({ report }: { readonly report: DoctorReport }): ReactElement {
  const backends = report.indexBackends.map(({ id, available, inUse, detail, remedy }) => ({
    name: `Index: ${id}${inUse ? ' (in use)' : ''}`,
    status: available ? ('ok' as const) : ('missing' as const),
    detail,
    remedy,
  }));
  return (
    <ul className={classes.checks} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {[...report.checks, ...backends].map(({ name, status, detail, remedy }) => {
        const Icon = icons[status];
        return (
          <li key={name} className={classes.check}>
            <Icon size={16} className={classes[status]} role="img" aria-label={status} />
            <div>
              {name}
              <p>{remedy === null ? detail : `${detail} · ${remedy}`}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
