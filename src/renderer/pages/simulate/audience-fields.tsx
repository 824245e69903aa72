import { NumberInput, Select } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import type { SimulateChoices } from '#shared/schemas/simulate';
import { api } from '../../api/client';
import { keys } from '../../api/query-keys';
import { SchemaForm } from '../../components/schema-form';
import { useSimulate } from '../../stores/simulate-store';
import classes from './simulate.module.css';

export const useSimulateChoices = (): UseQueryResult<SimulateChoices> =>
  useQuery({ queryKey: keys.simulateChoices, queryFn: ({ signal }) => api().simulate.choices(undefined, { signal }) });

const noLabels: Readonly<Record<string, string>> = {};

/** Names of stopping rules by their ids. */
export function useRuleLabels(): Readonly<Record<string, string>> {
  const { data } = useSimulateChoices();
  return useMemo(() => (data ? Object.fromEntries(data.rules.map(({ id, label }) => [id, label])) : noLabels), [data]);
}

/** Who the users are and how they click; the same on every tab. */
export function AudienceFields({ choices }: { readonly choices: SimulateChoices }): ReactElement {
  const audience = useSimulate((state) => state.audience);
  const update = useSimulate((state) => state.updateAudience);
  const model = choices.clickModels.find(({ id }) => id === audience.clickModel);
  return (
    <>
      <Select
        label="What users like is known from"
        description={
          choices.hasTruth
            ? 'the generator’s truth is exact; a model of the log is only a model'
            : 'this data was not generated here: a click model fitted to its log, which is only a model'
        }
        data={[
          { value: 'auto', label: choices.hasTruth ? 'The generator’s truth (as known)' : 'A model of the log (as known)' },
          { value: 'generator', label: 'The generator’s truth', disabled: !choices.hasTruth },
          { value: 'log', label: 'A click model fitted to the log' },
        ]}
        value={audience.truth}
        onChange={(truth) => truth && update({ truth: truth })}
        allowDeselect={false}
      />
      <Select
        label="Click model"
        description={model?.description}
        data={choices.clickModels.map(({ id, label }) => ({ value: id, label }))}
        value={audience.clickModel}
        onChange={(clickModel) => clickModel !== null && update({ clickModel, clickModelParams: {} })}
        allowDeselect={false}
      />
      {(audience.truth === 'log' || !choices.hasTruth) && (
        <Percent
          label="Clicks on the first video looked at"
          description="the log does not say it; of the baseline"
          value={audience.clickRate}
          min={0.1}
          max={95}
          onChange={(clickRate) => update({ clickRate })}
        />
      )}
      {model && (
        <SchemaForm
          schema={model.params as Readonly<Record<string, unknown>>}
          values={audience.clickModelParams}
          onChange={(clickModelParams) => update({ clickModelParams })}
        />
      )}
    </>
  );
}

/** What a kind of experiment depends on: all of it, several visits of a user, single visits, or visits of lists with a length of their own. */
export type TrafficScope = 'test' | 'users' | 'visits' | 'lists';

/** How often they come, and what changes with time. */
export function TrafficFields({ scope }: { readonly scope: TrafficScope }): ReactElement {
  return (
    <div className={classes.pairs}>
      <VisitFields withLength={scope !== 'lists'} />
      {(scope === 'test' || scope === 'users') && <ReturnFields />}
      {scope === 'test' && <TimeFields />}
    </div>
  );
}

/** Of a whole test. */
function TimeFields(): ReactElement {
  const audience = useSimulate((state) => state.audience);
  const update = useSimulate((state) => state.updateAudience);
  return (
    <>
      <Amount label="New users a day" value={audience.usersPerDay} min={1} max={1e8} onChange={(usersPerDay) => update({ usersPerDay })} />
      <Amount
        label="Days before (CUPED)"
        value={audience.beforeDays}
        min={0}
        max={3_650}
        onChange={(beforeDays) => update({ beforeDays })}
      />
      <Percent label="Novelty at first" value={audience.novelty} min={-90} max={500} onChange={(novelty) => update({ novelty })} />
      <Percent label="Drift in 30 days" value={audience.drift} min={-90} max={500} onChange={(drift) => update({ drift })} />
    </>
  );
}

/** Of users who come back. */
function ReturnFields(): ReactElement {
  const audience = useSimulate((state) => state.audience);
  const update = useSimulate((state) => state.updateAudience);
  return (
    <>
      <Amount
        label="Return visits a day"
        value={audience.visitsPerDay}
        min={0}
        max={50}
        step={0.1}
        onChange={(visitsPerDay) => update({ visitsPerDay })}
      />
      <Amount
        label="Days observed"
        value={audience.observationDays}
        min={0.1}
        max={3_650}
        onChange={(observationDays) => update({ observationDays })}
      />
    </>
  );
}

/** Of one visit. */
function VisitFields({ withLength }: { readonly withLength: boolean }): ReactElement {
  const audience = useSimulate((state) => state.audience);
  const update = useSimulate((state) => state.updateAudience);
  return (
    <>
      <Percent label="Idle visits" value={audience.idleShare} min={0} max={99} onChange={(idleShare) => update({ idleShare })} />
      {withLength && (
        <Amount label="Positions shown" value={audience.listLength} min={1} max={50} onChange={(listLength) => update({ listLength })} />
      )}
    </>
  );
}

interface AmountProps {
  readonly label: string;
  readonly description?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}

/** A number that keeps its last valid value while the field is empty. */
export const Amount = ({ onChange, step = 1, ...props }: AmountProps): ReactElement => (
  <NumberInput
    {...props}
    size="xs"
    step={step}
    thousandSeparator=","
    clampBehavior="blur"
    onChange={(value) => typeof value === 'number' && value >= props.min && value <= props.max && onChange(value)}
  />
);

/** A share, entered in percent. `min` and `max` in percent. */
export const Percent = ({ value, onChange, ...props }: AmountProps): ReactElement => (
  <NumberInput
    {...props}
    size="xs"
    value={Number((100 * value).toPrecision(6))}
    suffix="%"
    clampBehavior="blur"
    onChange={(next) => typeof next === 'number' && next >= props.min && next <= props.max && onChange(next / 100)}
  />
);
