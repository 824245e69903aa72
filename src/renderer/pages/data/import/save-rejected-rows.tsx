import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { saveRejectedRows } from '../../../api/rejected-rows';
import { notifyDone, notifyFailure } from '../../../components/notify';

/** Saves the rejected rows of the last import on the user's machine: the service's file may be on another machine. */
export function SaveRejectedRows(): ReactElement {
  const save = (): void => {
    saveRejectedRows().then(
      (place) => place !== null && notifyDone(place === '' ? 'Saved' : `Saved: ${place}`),
      (error: unknown) => notifyFailure('The rejected rows could not be saved', error),
    );
  };
  return (
    <Button variant="default" onClick={save}>
      Save all rejected rows
    </Button>
  );
}
