import { Button, NumberInput, Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { formatPercent } from '../../../logic/format';
import type { PlannedArm } from '../../../stores/online-form-store';
import classes from './online.module.css';

interface Props {
  readonly arms: readonly PlannedArm[];
  readonly names: readonly string[];
  readonly onChange: (arms: readonly PlannedArm[]) => void;
}

/** The variants of a planned experiment with their shares of the users. */
export function ArmFields({ arms, names, onChange }: Props): ReactElement {
  const total = arms.reduce((sum, { share }) => sum + share, 0);
  const change = (place: number, patch: Partial<PlannedArm>): void =>
    onChange(arms.map((arm, at) => (at === place ? { ...arm, ...patch } : arm)));
  const unused = names.find((name) => !arms.some(({ variant }) => variant === name));
  return (
    <fieldset className={classes.arms}>
      <legend>Variants</legend>
      {arms.map(({ variant, share }, place) => (
        <div key={place} className={classes.line}>
          <Select
            aria-label={place === 0 ? 'Baseline' : `Variant ${place + 1}`}
            placeholder="Choose a stored variant"
            required
            w={220}
            data={[...names]}
            value={names.includes(variant) ? variant : null}
            onChange={(name) => name !== null && change(place, { variant: name })}
            allowDeselect={false}
          />
          <NumberInput
            aria-label={`Share of ${place === 0 ? 'the baseline' : `variant ${place + 1}`}`}
            w={90}
            min={0.01}
            max={1e6}
            value={share}
            onChange={(value) => typeof value === 'number' && value > 0 && change(place, { share: value })}
          />
          <span className={classes.mute}>
            {formatPercent(share / total, 1)} of users{place === 0 ? ' · baseline' : ''}
          </span>
          {arms.length > 2 && (
            <Button
              variant="subtle"
              color="gray"
              aria-label={`Leave out variant ${place + 1}`}
              onClick={() => onChange(arms.filter((_, at) => at !== place))}
            >
              Leave out
            </Button>
          )}
        </div>
      ))}
      {unused !== undefined && (
        <Button variant="default" w="fit-content" onClick={() => onChange([...arms, { variant: unused, share: 1 }])}>
          Add a variant
        </Button>
      )}
    </fieldset>
  );
}
