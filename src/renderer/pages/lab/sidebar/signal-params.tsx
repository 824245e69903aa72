import { ActionIcon, Popover } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { SchemaForm } from '../../../components/schema-form';
import { schemaFields } from '../../../logic/json-schema-fields';
import { patchVariant, type LabVariant } from '../../../logic/lab-document';
import { useLab } from '../../../stores/lab-store';
import type { SignalEntry } from '../hooks/use-signals';

interface Props {
  readonly entry: LabVariant;
  readonly signal: SignalEntry;
}

/** A signal's own parameters (half-life, damping …); nothing for a signal that has none. */
export function SignalParams({ entry: { key, variant }, signal }: Props): ReactElement | null {
  if (schemaFields(signal.params).length === 0) return null;
  const values = variant.signalParams[signal.id] ?? {};
  const change = (params: Record<string, unknown>): void =>
    useLab
      .getState()
      .change(
        (document) => patchVariant(document, key, { signalParams: { ...variant.signalParams, [signal.id]: params } }),
        `params/${key}/${signal.id}`,
      );
  return (
    <Popover width={240} position="right-start" shadow="md" trapFocus returnFocus onClose={useLab.getState().endGesture}>
      <Popover.Target>
        <ActionIcon variant="subtle" size={20} color="gray" aria-label={`Parameters of ${signal.label}`} title="Parameters">
          <IconAdjustmentsHorizontal size={13} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <SchemaForm schema={signal.params} values={values} onChange={change} />
      </Popover.Dropdown>
    </Popover>
  );
}
