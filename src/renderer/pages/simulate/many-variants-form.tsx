import { Button, MultiSelect } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Failed } from '../../components/failed';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import layout from '../../components/form-and-results.module.css';
import { letterOf } from '../../logic/lab-document';
import { useLabDocument } from '../../stores/lab-store';
import type { ManyVariantsForm } from '../../stores/simulate-store';
import { Amount, AudienceFields, TrafficFields, useSimulateChoices, type TrafficScope } from './audience-fields';
import classes from './simulate.module.css';

interface Props {
  readonly form: ManyVariantsForm;
  readonly onChange: (patch: Partial<ManyVariantsForm>) => void;
  /** Names of the numbers of users (or visits) and of repetitions, with what the contract allows. */
  readonly users: { readonly label: string; readonly min: number; readonly max: number };
  readonly repetitions: { readonly label: string; readonly min: number; readonly max: number };
  readonly scope: TrafficScope;
  readonly button: string;
  readonly running: boolean;
  readonly onStart: () => void;
  readonly children: ReactNode;
}

/** The form of interleaving and of bandits beside its results: any number of the Lab's variants. */
export function ManyVariants({ form, onChange, users, repetitions, scope, button, running, onStart, children }: Props): ReactElement {
  const choices = useSimulateChoices();
  const variants = useLabDocument((document) => document.variants);
  const chosen = form.variants.filter((key) => variants.some((entry) => entry.key === key));
  const count = chosen.length === 0 ? variants.length : chosen.length;
  if (choices.isPending) return <Loading label="Reading what can be simulated" />;
  if (choices.isError) return <Failed error={choices.error} title="The choices could not be read" onRetry={() => void choices.refetch()} />;
  return (
    <div className={`${layout.columns} ${classes.columns}`}>
      <Panel title="What is compared">
        <div className={layout.stack}>
          <MultiSelect
            label="Variants"
            description="of the Lab, the first one is the baseline; none chosen: all"
            data={variants.map(({ key, variant }, i) => ({ value: key, label: `${letterOf(i)} · ${variant.name}` }))}
            value={chosen}
            onChange={(keys) => onChange({ variants: keys })}
            error={count < 2 ? 'Two variants are needed: add one in the Lab' : undefined}
          />
          <div className={classes.pairs}>
            <Amount {...users} value={form.users} onChange={(value) => onChange({ users: Math.round(value) })} />
            <Amount {...repetitions} value={form.repetitions} onChange={(value) => onChange({ repetitions: Math.round(value) })} />
          </div>
          <AudienceFields choices={choices.data} />
          <TrafficFields scope={scope} />
          <Button disabled={count < 2} loading={running} onClick={onStart}>
            {button}
          </Button>
        </div>
      </Panel>
      <div className={layout.stack}>{children}</div>
    </div>
  );
}
