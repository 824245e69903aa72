import { Checkbox, Group, TagsInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { MultiversePlan } from '#shared/schemas/multiverse';
import { optionOfToken, optionsOf, optionToken, tokenProblem, typedChoices } from '../../logic/multiverse-choices';
import classes from './multiverse.module.css';

interface Props {
  /** With the options that are proposed. */
  readonly choice: MultiversePlan['choices'][number];
  readonly chosen: readonly unknown[];
  readonly onChange: (options: readonly unknown[]) => void;
}

/** The options of one choice, ticked or typed; at least one stays. */
export function ChoiceField(props: Props): ReactElement {
  return typedChoices.has(props.choice.id) ? <TypedOptions {...props} /> : <TickedOptions {...props} />;
}

function TickedOptions({ choice, chosen, onChange }: Props): ReactElement {
  const offered = optionsOf(choice);
  const keys = chosen.map((value) => JSON.stringify(value));
  const change = (selected: readonly string[]): void => {
    if (selected.length > 0) onChange(offered.filter(({ key }) => selected.includes(key)).map(({ value }) => value));
  };
  return (
    <Checkbox.Group className={classes.choice ?? ''} label={choice.label} value={keys} onChange={change}>
      <Group gap="4px 14px" mt={4}>
        {offered.map(({ key, label }) => (
          <Checkbox key={key} size="xs" value={key} label={label} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

function TypedOptions({ choice: { id, label }, chosen, onChange }: Props): ReactElement {
  const [problem, setProblem] = useState<string | null>(null);
  const change = (tokens: readonly string[]): void => {
    const options = tokens.map((token) => optionOfToken(id, token)).filter((option) => option !== undefined);
    setProblem(options.length < tokens.length ? tokenProblem(id) : null);
    if (options.length > 0) onChange(options);
  };
  return (
    <TagsInput
      className={classes.choice ?? ''}
      label={label}
      size="xs"
      value={chosen.map((value) => optionToken(id, value))}
      onChange={change}
      error={problem}
      description={problem ? undefined : tokenProblem(id)}
    />
  );
}
