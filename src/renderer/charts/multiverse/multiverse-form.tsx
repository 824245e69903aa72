import { Button, Group, NumberInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import { mostSpecifications, type MultiversePlan } from '#shared/schemas/multiverse';
import { api } from '../../api/client';
import { keys } from '../../api/query-keys';
import { Failed } from '../../components/failed';
import { Loading } from '../../components/loading';
import { formatCount, plural } from '../../logic/format';
import type { MultiverseQuestion } from './ask-multiverse';
import { ChoiceField } from './choice-field';
import classes from './multiverse.module.css';

interface Props {
  readonly config: ExperimentConfig;
  readonly metric: string;
  readonly what: string;
  readonly isStarting: boolean;
  readonly onStart: (question: MultiverseQuestion) => void;
}

/** Which choices to vary, how many specifications that makes, and Start. */
export function MultiverseForm({ config, metric, what, isStarting, onStart }: Props): ReactElement {
  const [choices, setChoices] = useState<Readonly<Record<string, readonly unknown[]>>>({});
  const [sample, setSample] = useState<number | null>(null);
  const ask = (chosen: typeof choices) => ({ config, metric, choices: chosen, sample }) as MultiverseQuestion;
  const proposed = usePlan(ask({}), 'proposed');
  const plan = usePlan(ask(choices), 'chosen');
  if (proposed.error) return <Failed error={proposed.error} title="The choices cannot be read" onRetry={() => void proposed.refetch()} />;
  if (!proposed.data) return <Loading label="Reading the choices" />;
  const isTooMany = plan.data !== undefined && plan.data.measured > plan.data.limit;
  return (
    <div className={classes.form}>
      <p className={classes.lead}>
        The {what} is repeated under every combination of the options below; the other choices stay as they are.
      </p>
      <div className={classes.choices}>
        {proposed.data.choices.map((choice) => (
          <ChoiceField
            key={choice.id}
            choice={choice}
            chosen={choices[choice.id] ?? choice.options.map(({ value }) => value)}
            onChange={(options) => setChoices({ ...choices, [choice.id]: options })}
          />
        ))}
      </div>
      {plan.error && <Failed error={plan.error} title="These choices cannot be combined" onRetry={() => void plan.refetch()} />}
      <Group justify="space-between" align="end" gap={12}>
        <p className={classes.count} role="status">
          {plan.data && countText(plan.data)}
        </p>
        <Group align="end" gap={12}>
          <NumberInput
            label="Sample"
            description="Specifications to draw, by the seed"
            placeholder="all"
            min={1}
            max={mostSpecifications}
            allowDecimal={false}
            w={170}
            value={sample ?? ''}
            onChange={(value) => setSample(typeof value === 'number' && value >= 1 ? value : null)}
          />
          <Button loading={isStarting} disabled={!plan.data || plan.error !== null || isTooMany} onClick={() => onStart(ask(choices))}>
            Measure
          </Button>
        </Group>
      </Group>
    </div>
  );
}

const usePlan = (question: MultiverseQuestion, kind: string) =>
  useQuery<MultiversePlan>({
    queryKey: keys.multiversePlan(kind, JSON.stringify(question)),
    queryFn: ({ signal }) => api().experiment.multiversePlan(question, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });

function countText({ total, measured, limit, splits }: MultiversePlan): string {
  const all = `${plural(total, 'specification')} on ${plural(splits, 'training side')}`;
  if (measured > limit) return `${all}: more than the limit of ${formatCount(limit)}. Remove options, or draw a sample.`;
  return measured < total ? `${formatCount(measured)} of ${all}` : all;
}
