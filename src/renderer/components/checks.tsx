import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { DoctorReport } from '#shared/schemas/system';
import classes from './checks.module.css';

const icons = { ok: IconCheck, none: IconMinus, warning: IconAlertTriangle, missing: IconX } as const;

/** What this machine has, with remedies for what would change something. */
export function Checks({ report }: { readonly report: DoctorReport }): ReactElement {
  // They are listed in the order of preference: one after the one in use would change nothing.
  const placeInUse = report.indexBackends.findIndex(({ inUse }) => inUse);
  const backends = report.indexBackends.map(({ id, available, inUse, detail, remedy }, place) => {
    const isBetter = place < placeInUse || placeInUse < 0;
    const status = available ? ('ok' as const) : isBetter ? ('missing' as const) : ('none' as const);
    return { name: `Index: ${id}${inUse ? ' (in use)' : ''}`, status, detail, remedy: isBetter ? remedy : null };
  });
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
