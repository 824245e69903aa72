import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { onlineStartSchema } from '#shared/schemas/online';
import { api } from '../../../api/client';
import { toFailure } from '../../../logic/failure';
import { useSummary } from '../../../api/queries';
import { FailureNotice } from '../../../components/failed';
import { notifyDone } from '../../../components/notify';
import { useOnlineForm, type PlannedArm } from '../../../stores/online-form-store';
import { ArmFields } from './arm-fields';
import { PlanFields } from './plan-fields';
import { refreshOnline, useStoredVariants } from './use-online';
import classes from './online.module.css';

const two = (names: readonly string[]): PlannedArm[] => [names[0] ?? 'default', names[1] ?? ''].map((variant) => ({ variant, share: 1 }));

/** Plans an experiment between stored variants and starts it. The first variant is the baseline. */
export function OnlineForm({ onDone }: { readonly onDone: () => void }): ReactElement {
  const { id, arms: planned, kinds, plan, update, reset } = useOnlineForm();
  const { data: variants = [] } = useStoredVariants();
  const { data: summary } = useSummary();
  const names = variants.map(({ name }) => name);
  const arms = planned.length > 0 ? planned : two(names);
  const start = useMutation({
    mutationFn: () => api().online.start(onlineStartSchema.parse({ id, arms, kinds, ...(plan && { plan }) })),
    onSuccess: async (experiment) => {
      await refreshOnline();
      reset();
      notifyDone(`“${experiment.id}” runs: name it as “experiment” in requests`);
      onDone();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    start.mutate();
  };
  const tooFew = names.length < 2;
  return (
    <form className={classes.form} onSubmit={submit} aria-label="New online experiment">
      <div className={classes.line}>
        <TextInput
          label="Id"
          description="The value of “experiment” in requests"
          required
          w={220}
          pattern="[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}"
          title="Letters, digits, dots, dashes and underscores"
          value={id}
          onChange={(event) => update({ id: event.currentTarget.value })}
        />
        <MultiSelect
          label="Success"
          description="Kinds of interaction that count; none: every kind"
          w={300}
          data={summary?.kinds.map(({ kind }) => kind) ?? []}
          value={[...kinds]}
          onChange={(chosen) => update({ kinds: chosen })}
        />
      </div>
      <ArmFields arms={arms} names={names} onChange={(changed) => update({ arms: changed })} />
      <PlanFields plan={plan} shares={arms.map(({ share }) => share)} onChange={(changed) => update({ plan: changed })} />
      {tooFew && <p className={classes.mute}>Only the default variant is stored. Store another from a variant’s menu in the Lab first.</p>}
      {start.error && <FailureNotice failure={toFailure(start.error)} />}
      <div className={classes.line}>
        <Button type="submit" loading={start.isPending} disabled={tooFew}>
          Start the experiment
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
