import { Button, Group, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '../../../api/client';
import { notifyDone, notifyFailure } from '../../../components/notify';
import { refreshOnline } from './use-online';

/** Removing deletes the numbers and cannot be undone, so it needs a confirmation. */
export function RemoveButton({ id }: { readonly id: string }): ReactElement {
  const [asking, { close, toggle }] = useDisclosure(false);
  const remove = useMutation({
    mutationFn: () => api().online.remove({ id }),
    onSuccess: async () => {
      close();
      await refreshOnline();
      notifyDone(`Removed “${id}”`);
    },
    onError: (error) => notifyFailure('The experiment could not be removed', error),
  });
  return (
    <Popover opened={asking} onChange={(opened) => !opened && close()} position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Button variant="subtle" color="gray" aria-label={`Remove ${id}`} onClick={toggle}>
          Remove
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Remove ${id}?`}>
        <p>Its counts are removed for good.</p>
        <Group mt={8} gap={8}>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove for good
          </Button>
          <Button variant="default" onClick={close}>
            Keep
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
