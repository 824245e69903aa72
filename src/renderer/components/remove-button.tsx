import { Button, Group, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { notifyDone, notifyFailure } from './notify';

interface Props {
  readonly id: string;
  /** What is lost, in a sentence. */
  readonly loss: string;
  /** What it is: “experiment”. */
  readonly noun: string;
  /** Resolves once it is removed and the page has been told. */
  readonly onRemove: () => Promise<void>;
}

/** Removing something for good, which cannot be undone, so it needs a confirmation. */
export function RemoveButton({ id, loss, noun, onRemove }: Props): ReactElement {
  const [asking, { close, toggle }] = useDisclosure(false);
  const remove = useMutation({
    mutationFn: onRemove,
    onSuccess: () => {
      close();
      notifyDone(`Removed “${id}”`);
    },
    onError: (error) => notifyFailure(`The ${noun} could not be removed`, error),
  });
  return (
    <Popover opened={asking} onChange={(opened) => !opened && close()} position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Button variant="subtle" color="gray" aria-label={`Remove ${id}`} onClick={toggle}>
          Remove
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Remove ${id}?`}>
        <p>{loss}</p>
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
