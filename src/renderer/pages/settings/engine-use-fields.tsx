import { NumberInput, SegmentedControl } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import type { PgvectorConnection } from '#shared/schemas/index-engine';
import classes from './settings.module.css';

type Use = Pick<PgvectorConnection, 'keepDays' | 'connections' | 'whenUnavailable'>;

interface Props {
  /** Of the server, for names that are unique on the page. */
  readonly engine: string;
  readonly connection: Use;
  readonly onChange: (change: Partial<Use>) => void;
  /** Fields that only this engine has, before the others. */
  readonly children?: ReactNode;
}

/** How much of a server is used, and what happens without it. */
export function EngineUseFields({ engine, connection, onChange, children }: Props): ReactElement {
  return (
    <>
      <div className={classes.line}>
        {children}
        <NumberInput
          label="Keep unused for (days)"
          min={1}
          max={3_650}
          value={connection.keepDays}
          onChange={(value) => typeof value === 'number' && onChange({ keepDays: value })}
        />
        <NumberInput
          label="Connections"
          min={1}
          max={64}
          allowDecimal={false}
          value={connection.connections}
          onChange={(value) => typeof value === 'number' && onChange({ connections: value })}
        />
      </div>
      <div>
        <p className={classes.hint}>While the server does not answer, recommendations</p>
        <SegmentedControl
          aria-label={`While ${engine} does not answer`}
          value={connection.whenUnavailable}
          onChange={(whenUnavailable) => onChange({ whenUnavailable })}
          data={[
            { value: 'stop', label: 'stop with an error' },
            { value: 'scan', label: 'scan exactly, and say so' },
          ]}
        />
      </div>
    </>
  );
}
