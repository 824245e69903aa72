import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useOnlineExperiments, useStoredVariants } from './online/use-online';

/** Selects what answers a request: a stored variant, or the variant assigned by a running experiment. */
export type AnsweredBy = `variant ${string}` | `experiment ${string}`;

export const byDefault: AnsweredBy = 'variant default';

/** The corresponding part of a request. */
export function requestPart(answeredBy: AnsweredBy): { variant?: string; experiment?: string } {
  const [kind, name] = [answeredBy.slice(0, answeredBy.indexOf(' ')), answeredBy.slice(answeredBy.indexOf(' ') + 1)];
  if (kind === 'variant') return name === 'default' ? {} : { variant: name };
  return { experiment: name };
}

interface Answerers {
  readonly groups: { readonly group: string; readonly items: { readonly value: AnsweredBy; readonly label: string }[] }[];
  /** The selection if it still exists; otherwise the default. */
  readonly chosen: AnsweredBy;
}

export function useAnswerers(value: AnsweredBy, forUser: boolean): Answerers {
  const { data: variants = [] } = useStoredVariants();
  const { data: experiments = [] } = useOnlineExperiments();
  const running = forUser ? experiments.filter(({ endedAtMs }) => endedAtMs === null) : [];
  const groups: Answerers['groups'] = [
    { group: 'Variant', items: variants.map(({ name }) => ({ value: `variant ${name}`, label: name })) },
    { group: 'Experiment', items: running.map(({ id }) => ({ value: `experiment ${id}`, label: `experiment ${id}` })) },
  ];
  const offered = groups.some(({ items }) => items.some((item) => item.value === value));
  return { groups: groups.filter(({ items }) => items.length > 0), chosen: offered ? value : byDefault };
}

interface Props {
  readonly answerers: Answerers;
  readonly onChange: (value: AnsweredBy) => void;
}

export function AnsweredByPicker({ answerers: { groups, chosen }, onChange }: Props): ReactElement {
  return (
    <Select
      aria-label="Variant"
      w={170}
      data={groups}
      value={chosen}
      onChange={(next) => next !== null && onChange(next)}
      allowDeselect={false}
    />
  );
}
