import { Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCloudUp, IconCopy, IconDots, IconFlag, IconLock, IconPencil, IconRotate, IconStar, IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { letterOf } from '../../../logic/lab-document';
import type { VariantHead } from '../../../stores/lab-selectors';
import { addVariant, deleteVariant, resetVariant, setBaseline, storeVariant, toggleLocks } from '../variant-actions';
import classes from './sidebar.module.css';
import { VariantForm } from './variant-form';

interface Props {
  readonly head: VariantHead;
  readonly index: number;
  readonly only: boolean;
}

export function VariantMenu({ head, index, only }: Props): ReactElement {
  const [formOpen, form] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={210}>
        <Menu.Target>
          <button type="button" className={classes.more} aria-label={`Actions for variant ${letterOf(index)}`}>
            <IconDots size={14} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={14} />} onClick={form.open}>
            Name and notes…
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={14} />} onClick={() => addVariant(head.key)}>
            Duplicate
          </Menu.Item>
          <Menu.Item leftSection={<IconRotate size={14} />} onClick={() => resetVariant(head.key)}>
            Reset weights
          </Menu.Item>
          <Menu.Item leftSection={<IconLock size={14} />} onClick={() => toggleLocks(head.key)}>
            Lock or unlock all
          </Menu.Item>
          <Menu.Item leftSection={<IconCloudUp size={14} />} onClick={() => void storeVariant(head.key)}>
            Store for the local API
          </Menu.Item>
          <Menu.Item leftSection={<IconStar size={14} />} onClick={() => void storeVariant(head.key, 'default')}>
            Make it the API’s default
          </Menu.Item>
          {index > 0 && (
            <Menu.Item leftSection={<IconFlag size={14} />} onClick={() => setBaseline(head.key)}>
              Make it the baseline
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={14} />} color="red" disabled={only} onClick={() => deleteVariant(head.key)}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <VariantForm head={head} letter={letterOf(index)} opened={formOpen} onClose={form.close} />
    </>
  );
}
