import { Anchor, Button, NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ServerStatus } from '#shared/contract/server';
import { api, bridge } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import factClasses from '../../components/facts.module.css';
import { FailureNotice } from '../../components/failed';
import { Panel } from '../../components/panel';
import { Stats } from '../../components/stats';
import { formatCount, formatDuration } from '../../logic/format';
import { CopyableText } from './copyable-text';
import { SecretText } from './secret-text';
import classes from './serve.module.css';
import type { ServerView } from './use-server';

export function ServerPanel({ view }: { readonly view: ServerView }): ReactElement {
  if (view.kind === 'self')
    return (
      <Panel title="Running" note="The local API serves this page and runs until its process ends">
        <Address url={view.url} token={view.token} />
      </Panel>
    );
  return <Switch status={view.status} />;
}

function Switch({ status }: { readonly status: ServerStatus }): ReactElement {
  const [port, setPort] = useState<number | string>(7345);
  const changed = (next: ServerStatus): void => void queryClient.setQueryData(keys.server, { kind: 'switch', status: next });
  const start = useMutation({ mutationFn: () => api().server.start({ port: Number(port) || 0 }), onSuccess: changed });
  const stop = useMutation({ mutationFn: () => api().server.stop(), onSuccess: changed });
  const failure = start.error ?? stop.error;
  const latency = (value: number | null): string => (value === null ? '–' : formatDuration(value));
  return (
    <Panel title={status.running ? 'Running' : 'Off'} note={status.running ? undefined : 'Off until you start it'}>
      <div className={classes.stack}>
        {status.running && status.url !== null && (
          <>
            <Stats
              items={[
                ['Requests', formatCount(status.requestCount)],
                ['Per second', status.requestsPerSecond.toFixed(1)],
                ['Median', latency(status.p50Ms)],
                ['p99', latency(status.p99Ms)],
              ]}
            />
            <Address url={status.url} token={status.token} />
          </>
        )}
        {failure && <FailureNotice failure={toFailure(failure)} />}
        <div className={classes.line}>
          {status.running ? (
            <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
              Stop
            </Button>
          ) : (
            <>
              <NumberInput
                label="Port"
                description="If it is in use, the next free port is used"
                min={0}
                max={65_535}
                allowDecimal={false}
                w={260}
                value={port}
                onChange={setPort}
              />
              <Button loading={start.isPending} onClick={() => start.mutate()}>
                Start
              </Button>
            </>
          )}
        </div>
      </div>
    </Panel>
  );
}

function Address({ url, token }: { readonly url: string; readonly token: string | null }): ReactElement {
  const docs = `${url}/docs`;
  return (
    <dl className={factClasses.facts}>
      <dt>Address</dt>
      <dd>
        <CopyableText text={url} what="address" />
      </dd>
      <dt>Token</dt>
      <dd>{token === null ? 'none' : <SecretText text={token} />}</dd>
      <dt>Documentation</dt>
      <dd>
        {bridge ? (
          <CopyableText text={docs} what="address of the documentation" />
        ) : (
          <Anchor href={docs} target="_blank" rel="noreferrer">
            {docs}
          </Anchor>
        )}
      </dd>
    </dl>
  );
}
