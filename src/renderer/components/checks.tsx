import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { DoctorReport } from '#shared/schemas/system';
import classes from './checks.module.css';

const icons = { ok: IconCheck, none: IconMinus, warning: IconAlertTriangle, missing: IconX } as const;

/** What this machine has, with remedies for what would change something. */
export function Checks({ report }: { readonly report: DoctorReport }): ReactElement {
  // Beside a faster backend in use, one that is missing changes nothing here.
  const isNative = report.indexBackends.some(({ id, inUse }) => inUse && id !== 'exact');
  const backends = report.indexBackends.map(({ id, available, inUse, detail, remedy }) => ({
    name: `Index: ${id}${inUse ? ' (in use)' : ''}`,
    status: available ? ('ok' as const) : isNative ? ('none' as const) : ('missing' as const),
    detail,
    remedy: isNative ? null : remedy,
  }));
  return (
    <ul className={classes.checks}>
      {[...report.checks, ...backends].map(({ name, status, detail, remedy }) => {
        const Icon = icons[status];
        return (
          <li key={name} className={classes.check}>
            <Icon size={16} className={classes[status]} role="img" aria-label={status} />
            <div>
              {name}
              <p>{remedy === null || detail.includes(remedy) ? detail : `${detail} · ${remedy}`}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
