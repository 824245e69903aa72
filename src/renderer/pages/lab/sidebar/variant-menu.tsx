import { Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCopy, IconDots, IconFlag, IconPencil, IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { letterOf, type LabVariant } from '../../../logic/lab-document';
import { useLabDocument } from '../../../stores/lab-store';
import { addVariant, deleteVariant, setBaseline } from '../variant-actions';
import classes from './sidebar.module.css';
import { VariantForm } from './variant-form';

interface Props {
  readonly entry: LabVariant;
  readonly index: number;
}

export function VariantMenu({ entry, index }: Props): ReactElement {
  const [formOpen, form] = useDisclosure(false);
  const only = useLabDocument((document) => document.variants.length === 1);
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={190}>
        <Menu.Target>
          <button type="button" className={classes.more} aria-label={`Actions for variant ${letterOf(index)}`}>
            <IconDots size={14} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={14} />} onClick={form.open}>
            Name and notes…
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={14} />} onClick={() => addVariant(entry.key)}>
            Duplicate
          </Menu.Item>
          {index > 0 && (
            <Menu.Item leftSection={<IconFlag size={14} />} onClick={() => setBaseline(entry.key)}>
              Make it the baseline
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={14} />} color="red" disabled={only} onClick={() => deleteVariant(entry.key)}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <VariantForm entry={entry} letter={letterOf(index)} opened={formOpen} onClose={form.close} />
    </>
  );
}
