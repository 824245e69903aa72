import { Popover } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { SchemaForm } from '../../../components/schema-form';
import { schemaFields } from '../../../logic/json-schema-fields';
import { changeVariant } from '../../../logic/lab-document';
import { useVariantPart } from '../../../stores/lab-selectors';
import { useLab } from '../../../stores/lab-store';
import type { SignalEntry } from '../../../api/use-signals';
import classes from './sidebar.module.css';

interface Props {
  readonly variantKey: string;
  readonly signal: SignalEntry;
}

const none = {};

/** A signal's own parameters (half-life, damping …); nothing for a signal that has none. */
export function SignalParams({ variantKey, signal }: Props): ReactElement | null {
  const [opened, setOpened] = useState(false);
  const values = useVariantPart(variantKey, (variant) => variant.signalParams[signal.id]) ?? none;
  if (schemaFields(signal.params).length === 0) return null;
  const { change, endGesture } = useLab.getState();
  const set = (params: Record<string, unknown>): void =>
    change(
      (document) =>
        changeVariant(document, variantKey, (variant) => ({ ...variant, signalParams: { ...variant.signalParams, [signal.id]: params } })),
      `params/${variantKey}/${signal.id}`,
    );
  return (
    <Popover opened={opened} onChange={setOpened} width={240} position="right-start" shadow="md" trapFocus returnFocus onClose={endGesture}>
      <Popover.Target>
        <button
          type="button"
          className={classes.tool}
          aria-label={`Parameters of ${signal.label}`}
          title="Parameters"
          onClick={() => setOpened(!opened)}
        >
          <IconAdjustmentsHorizontal size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <SchemaForm schema={signal.params} values={values} onChange={set} />
      </Popover.Dropdown>
    </Popover>
  );
}
