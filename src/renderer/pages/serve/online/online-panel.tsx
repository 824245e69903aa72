import { useDisclosure } from '@mantine/hooks';
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { EmptyState } from '../../../components/empty-state';
import { FailureNotice } from '../../../components/failed';
import { Panel } from '../../../components/panel';
import { toFailure } from '../../../logic/failure';
import { OnlineExperimentView } from './online-experiment';
import { OnlineForm } from './online-form';
import { useOnlineExperiments } from './use-online';
import classes from './online.module.css';

/** Plan, start, monitor and stop experiments with the users of the local API. */
export function OnlinePanel(): ReactElement {
  const { data: experiments, error } = useOnlineExperiments();
  const [planning, { open, close }] = useDisclosure(false);
  const start = !planning && <Button onClick={open}>New experiment</Button>;
  return (
    <Panel
      title="Online experiments"
      note="Requests that name an experiment get their user’s variant; the user’s interactions count for it"
      actions={(experiments?.length ?? 0) > 0 && start}
    >
      <div className={classes.stack}>
        {error && <FailureNotice failure={toFailure(error)} />}
        {planning && <OnlineForm onDone={close} />}
        {experiments?.length === 0 && !planning && (
          <EmptyState
            inline
            title="None yet"
            text="An experiment assigns users to stored variants deterministically and shows live rates, lift with its interval and the sample ratio check."
          >
            {start}
          </EmptyState>
        )}
        {experiments?.map(({ id }) => (
          <OnlineExperimentView key={id} id={id} />
        ))}
      </div>
    </Panel>
  );
}
