import { ActionIcon, Autocomplete, Button, NumberInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { Variant } from '#shared/schemas/variant';
import { useSignals } from '../../api/use-signals';
import type { ParameterRange } from './logic/parameter-ranges';
import classes from './tune.module.css';

interface Props {
  readonly variant: Variant;
  readonly ranges: readonly ParameterRange[];
  readonly onChange: (ranges: readonly ParameterRange[]) => void;
}

/** The settings that a sweep varies, each with its range. */
export function SweepParameters({ variant, ranges, onChange }: Props): ReactElement {
  const { entries } = useSignals();
  const paths = [...entries.map(({ id }) => `weights.${id}`), 'mmrLambda', 'candidates.poolSize', 'candidates.merge.k'];
  paths.push(...variant.candidates.sources.map((_, i) => `candidates.sources.${i}.limit`));
  const change = (index: number, part: Partial<ParameterRange>): void =>
    onChange(ranges.map((range, i) => (i === index ? { ...range, ...part } : range)));
  return (
    <fieldset className={classes.parameters}>
      <legend>Settings to vary</legend>
      {ranges.map((range, i) => (
        <div key={i} className={classes.parameter}>
          <Autocomplete
            aria-label={`Setting ${i + 1}`}
            data={paths}
            value={range.path}
            onChange={(path) => change(i, { path })}
            error={range.path === '' ? 'name a setting' : undefined}
          />
          <NumberInput
            aria-label={`Lowest ${range.path}`}
            hideControls
            value={range.low}
            onChange={(low) => change(i, { low: Number(low) })}
          />
          <NumberInput
            aria-label={`Highest ${range.path}`}
            hideControls
            value={range.high}
            error={range.high > range.low ? undefined : true}
            onChange={(high) => change(i, { high: Number(high) })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Do not vary ${range.path}`}
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
