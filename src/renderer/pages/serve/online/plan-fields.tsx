import { NumberInput, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '../../../api/client';
import { keys } from '../../../api/query-keys';
import { FailureNotice } from '../../../components/failed';
import { toFailure } from '../../../logic/failure';
import { formatCount, formatPercent } from '../../../logic/format';
import type { PlannedSize } from '../../../stores/online-form-store';
import classes from './online.module.css';

interface Props {
  readonly plan: PlannedSize | null;
  readonly shares: readonly number[];
  readonly onChange: (plan: PlannedSize | null) => void;
}

const usual: PlannedSize = { baselineRate: 0.1, lift: 0.1, power: 0.8 };

/** The size of an experiment, planned before it starts, from the baseline's rate and the lift worth finding. */
export function PlanFields({ plan, shares, onChange }: Props): ReactElement {
  return (
    <fieldset className={classes.arms}>
      <legend>Size</legend>
      <Switch
        label="Plan the size"
        description="the experiment then says when to stop"
        checked={plan !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usual : null)}
      />
      {plan && (
        <>
          <div className={classes.line}>
            <PercentField
              label="Baseline’s rate"
              value={plan.baselineRate}
              min={0.01}
              max={99.99}
              onChange={(baselineRate) => onChange({ ...plan, baselineRate })}
            />
            <PercentField
              label="Lift worth finding"
              value={plan.lift}
              min={0.1}
              max={1_000}
              onChange={(lift) => onChange({ ...plan, lift })}
            />
            <PercentField label="Power" value={plan.power} min={50} max={99.9} onChange={(power) => onChange({ ...plan, power })} />
          </div>
          <PlannedUsers plan={plan} shares={shares} />
        </>
      )}
    </fieldset>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

const PercentField = ({ value, onChange, ...props }: FieldProps): ReactElement => (
  <NumberInput
    {...props}
    w={140}
    suffix="%"
    clampBehavior="blur"
    value={Number((100 * value).toPrecision(6))}
    onChange={(next) => typeof next === 'number' && next >= props.min && next <= props.max && onChange(next / 100)}
  />
);

/** What the plan asks for, before anything starts. */
function PlannedUsers({ plan, shares }: { readonly plan: PlannedSize; readonly shares: readonly number[] }): ReactElement | null {
  const asked = { ...plan, shares: [...shares] };
  const { data, error } = useQuery({
    queryKey: keys.onlinePlan(JSON.stringify(asked)),
    queryFn: ({ signal }) => api().online.plan(asked, { signal }),
    enabled: shares.length > 1,
    placeholderData: (before) => before,
  });
  if (error) return <FailureNotice failure={toFailure(error)} />;
  if (!data) return null;
  const others = data.needed.filter(({ users }) => users !== data.users).map(({ label, users }) => `${label}: ${formatCount(users)}`);
  return (
    <p className={classes.mute} role="status">
      {formatCount(data.users)} users for the always-valid rule, which may stop earlier. {others.join(', ')}. One look at the end would find{' '}
      {formatPercent(data.minimumDetectableLift, 1)}.
    </p>
  );
}
