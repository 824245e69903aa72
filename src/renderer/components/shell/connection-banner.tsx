import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState, type ReactElement } from 'react';
import { bridge } from '../../api/client';
import { useConnection } from '../../stores/connection-store';
import classes from './connection-banner.module.css';
import { useUnresponsive } from './use-unresponsive';

const sentences = {
  connecting: 'Connecting to the service…',
  gone: 'The service stopped. Waiting for it to come back; nothing is lost.',
  refused: 'The service requires its token: open the address that it printed at start, which ends in #token=….',
  ready: '',
} as const;

const unresponsiveText = `The service has not answered for some seconds. It may be busy; if this continues, ${
  bridge ? 'quit RankLab and start it again' : 'start it again where it runs'
}. What was saved is safe.`;

/** Shows that the service is unavailable or not responding and that the page is waiting. A fast start shows nothing. */
export function ConnectionBanner(): ReactElement {
  const status = useConnection((connection) => connection.status);
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    setPatient(true);
    const timer = window.setTimeout(() => setPatient(false), status === 'connecting' ? 1500 : 300);
    return () => window.clearTimeout(timer);
  }, [status]);
  const unresponsive = useUnresponsive();
  const away = status !== 'ready' && !patient;
  return (
    <div className={classes.place} role="status">
      {(away || unresponsive) && (
        <p className={classes.banner}>
          <IconPlugConnectedX size={16} aria-hidden />
          {unresponsive ? unresponsiveText : sentences[status]}
        </p>
      )}
    </div>
  );
}
