import { ActionIcon, Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { ReactElement } from 'react';

interface Props {
  /** Of the button: “Choose columns”. */
  readonly label: string;
  /** Of the list: “Columns”. */
  readonly name: string;
  readonly all: readonly { readonly id: string; readonly label: string }[];
  readonly chosen: readonly string[];
  /** Nothing was chosen, so the usual ones are shown. */
  readonly isUsual: boolean;
  readonly usualLabel: string;
  /** Null: the usual ones again. */
  readonly onChoose: (ids: readonly string[] | null) => void;
}

/** Chooses which columns of a table or axes of a chart are shown. */
export function ChoiceMenu({ label, name, all, chosen, isUsual, usualLabel, onChoose }: Props): ReactElement {
  const toggle = (id: string): void => onChoose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label={label} title={label}>
          <IconColumns3 size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={name}>
        <Stack gap={6} mah={360} style={{ overflowY: 'auto' }}>
          {all.map((choice) => (
            <Checkbox key={choice.id} label={choice.label} checked={chosen.includes(choice.id)} onChange={() => toggle(choice.id)} />
          ))}
          <Button variant="subtle" size="compact-xs" disabled={isUsual} onClick={() => onChoose(null)}>
            {usualLabel}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
