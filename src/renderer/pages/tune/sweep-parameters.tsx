import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { Variant } from '#shared/schemas/variant';
import { useSettingNames } from '../../api/use-setting-names';
import type { ParameterRange } from './logic/parameter-ranges';
import classes from './tune.module.css';

interface Props {
  readonly variant: Variant;
  readonly ranges: readonly ParameterRange[];
  readonly onChange: (ranges: readonly ParameterRange[]) => void;
}

/** The settings that a sweep varies, each with its range. */
export function SweepParameters({ variant, ranges, onChange }: Props): ReactElement {
  const { choices, nameOf } = useSettingNames(variant);
  const change = (index: number, part: Partial<ParameterRange>): void =>
    onChange(ranges.map((range, i) => (i === index ? { ...range, ...part } : range)));
  return (
    <fieldset className={classes.parameters}>
      <legend>Settings to vary</legend>
      {ranges.map((range, i) => (
        <div key={i} className={classes.parameter}>
          <Select
            aria-label={`Setting ${i + 1}`}
            placeholder="Setting"
            searchable
            allowDeselect={false}
            data={[
              ...(range.path === '' || choices.some(({ value }) => value === range.path) ? [] : [range.path]),
              ...choices.map(({ value, label }) => ({ value, label })),
            ]}
            value={range.path === '' ? null : range.path}
            onChange={(path) => path !== null && change(i, { path, whole: choices.find(({ value }) => value === path)?.whole === true })}
            error={range.path === '' ? 'choose a setting' : undefined}
          />
          <NumberInput
            aria-label={`Lowest ${nameOf(range.path)}`}
            hideControls
            value={range.low}
            onChange={(low) => change(i, { low: Number(low) })}
          />
          <NumberInput
            aria-label={`Highest ${nameOf(range.path)}`}
            hideControls
            value={range.high}
            error={range.high > range.low ? undefined : true}
            onChange={(high) => change(i, { high: Number(high) })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Do not vary ${nameOf(range.path)}`}
            onClick={() => onChange(ranges.filter((_, other) => other !== i))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button variant="default" size="compact-sm" onClick={() => onChange([...ranges, { path: '', low: 0, high: 1 }])}>
        Vary another setting
      </Button>
    </fieldset>
  );
}
