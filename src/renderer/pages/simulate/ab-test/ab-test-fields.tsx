import { MultiSelect, NumberInput, Select } from '@mantine/core';
import type { ReactElement } from 'react';
import type { SimulateChoices } from '#shared/schemas/simulate';
import { letterOf } from '../../../logic/lab-document';
import { useLabDocument } from '../../../stores/lab-store';
import { useSimulate } from '../../../stores/simulate-store';
import { Amount, Percent } from '../audience-fields';
import { chosenPair } from '../logic/inputs';
import classes from '../simulate.module.css';

/** What is compared, and the sizes that are planned for. */
export function AbTestFields({ outcomes }: { readonly outcomes: SimulateChoices['outcomes'] }): ReactElement {
  const form = useSimulate((state) => state.abTest);
  const update = useSimulate((state) => state.updateAbTest);
  return (
    <>
      <VariantPair />
      <MultiSelect
        label="Outcomes"
        description="the first one decides; the level is divided by their number"
        data={outcomes.map(({ id, label }) => ({ value: id, label }))}
        value={[...form.outcomes]}
        onChange={(chosen) => chosen.length > 0 && update({ outcomes: chosen })}
      />
      <div className={classes.pairs}>
        <Percent label="Traffic of B" value={form.share} min={1} max={99} onChange={(share) => update({ share })} />
        <Percent label="Lift worth finding" value={form.lift} min={0.01} max={1_000} onChange={(lift) => update({ lift })} />
        <Percent label="Power" value={form.power} min={50} max={99.9} onChange={(power) => update({ power })} />
        <Percent label="Confidence" value={form.confidence} min={50} max={99.9} onChange={(confidence) => update({ confidence })} />
        <NumberInput
          label="Users"
          size="xs"
          placeholder="as planned"
          min={20}
          max={5_000_000}
          clampBehavior="blur"
          thousandSeparator=","
          value={form.users ?? ''}
          onChange={(users) => update({ users: typeof users === 'number' && users >= 20 ? users : null })}
        />
        <Amount label="Planned looks" value={form.looks} min={2} max={50} onChange={(looks) => update({ looks })} />
        <Percent label="Lost users of B" value={form.lostShare} min={0} max={90} onChange={(lostShare) => update({ lostShare })} />
        <Amount label="Repeat the test" value={form.repetitions} min={0} max={5_000} onChange={(repetitions) => update({ repetitions })} />
      </div>
    </>
  );
}

interface PairProps {
  readonly names?: readonly [baseline: string, challenger: string];
}

/** Two of the Lab's variants; the same pair on every tab. */
export function VariantPair({ names = ['A, the baseline', 'B, the challenger'] }: PairProps): ReactElement {
  const document = useLabDocument((shown) => shown);
  const form = useSimulate((state) => state.abTest);
  const update = useSimulate((state) => state.updateAbTest);
  const [first, second] = chosenPair(document, form);
  const data = document.variants.map(({ key, variant }, i) => ({ value: key, label: `${letterOf(i)} · ${variant.name}` }));
  return (
    <div className={classes.pairs}>
      <Select
        label={names[0]}
        size="xs"
        data={data}
        value={first?.key ?? null}
        onChange={(baseline) => update({ baseline })}
        allowDeselect={false}
      />
      <Select
        label={names[1]}
        size="xs"
        data={data}
        value={second?.key ?? null}
        onChange={(challenger) => update({ challenger })}
        allowDeselect={false}
      />
    </div>
  );
}
