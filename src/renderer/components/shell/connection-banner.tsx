import { Button, TextInput } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState, type ReactElement } from 'react';
import { bridge, openPrintedAddress, reconnect } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { useConnection } from '../../stores/connection-store';
import classes from './connection-banner.module.css';
import { useUnresponsive } from './use-unresponsive';

const sentences = {
  connecting: 'Connecting to the service…',
  gone: 'The service stopped. Waiting for it to come back; nothing is lost.',
  refused:
    'The service does not admit this page: it was started with another token. Paste the address that it printed, which ends in #token=…',
  ready: '',
} as const;

const unresponsiveText = `The service has not answered for some seconds. It may be busy; if this continues, ${
  bridge ? 'quit RankLab and start it again' : 'start it again where it runs'
}. What was saved is safe.`;

/** Shows that the service is unavailable or not responding, once for all calls, with the one thing to do. A fast start shows nothing. */
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
        <div className={classes.banner}>
          <IconPlugConnectedX size={16} aria-hidden />
          <p>{unresponsive ? unresponsiveText : sentences[status]}</p>
          {away && status === 'gone' && (
            <Button size="compact-xs" variant="default" onClick={reconnect}>
              Try now
            </Button>
          )}
          {away && status === 'refused' && <AddressForm />}
        </div>
      )}
    </div>
  );
}

function AddressForm(): ReactElement {
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState('');
  const connect = (): void => {
    try {
      openPrintedAddress(address);
    } catch (error) {
      setProblem([toFailure(error).message, toFailure(error).remedy].join('. '));
    }
  };
  return (
    <form
      className={classes.address}
      onSubmit={(event) => {
        event.preventDefault();
        connect();
      }}
    >
      <TextInput
        size="xs"
        aria-label="Address of the service"
        placeholder={`${window.location.origin}/#token=…`}
        value={address}
        error={problem === '' ? undefined : problem}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" disabled={address.trim() === ''}>
        Connect
      </Button>
    </form>
  );
}
