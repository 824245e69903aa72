import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { isConnectionFailure, toFailure, type Failure } from '../logic/failure';
import { useConnection } from '../stores/connection-store';
import { Loading } from './loading';
import classes from './states.module.css';

interface NoticeProps {
  readonly failure: Failure;
  readonly title?: string;
  readonly onRetry?: (() => void) | undefined;
}

/** A failure in full: message, place, offending value and remedy. */
export function FailureNotice({ failure, title, onRetry }: NoticeProps): ReactElement {
  const details = (
    [
      ['Where', failure.place],
      ['Value', failure.value],
      ['What to do', failure.remedy],
    ] as const
  ).filter(([, text]) => text !== undefined && text !== failure.message);
  return (
    <div className={classes.failure} role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      <div>
        {title !== undefined && (
          <p>
            <b>{title}</b>
          </p>
        )}
        <p className={classes.message}>{failure.message}</p>
        {details.length > 0 && (
          <dl className={classes.details}>
            {details.map(([name, text]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

interface FailedProps {
  readonly error: unknown;
  /** What failed: “The lists could not be made”. */
  readonly title: string;
  readonly onRetry?: () => void;
}

/** A page or panel that could not be shown. */
export function Failed({ error, title, onRetry }: FailedProps): ReactElement {
  const connected = useConnection(({ status }) => status === 'ready');
  // The banner says what is wrong, and the data is read again once it is not.
  if (!connected && isConnectionFailure(error)) return <Loading label="Waiting for the service" />;
  return (
    <div className={classes.padded}>
      <FailureNotice failure={toFailure(error)} title={title} onRetry={onRetry} />
    </div>
  );
}
