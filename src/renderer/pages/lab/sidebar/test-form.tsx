import { Button, MultiSelect, NumberInput, Select, Stack } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { ScoreTies, TimeTies } from '#shared/schemas/conventions';
import { useRegistries, useSummary } from '../../../api/queries';
import { SchemaForm } from '../../../components/schema-form';
import type { LabDocument } from '../../../logic/lab-document';
import { relevanceOf } from '../../../logic/relevance';
import { labDocument, useLab } from '../../../stores/lab-store';

const rules = [
  { value: 'any', label: 'Every interaction' },
  { value: 'kind', label: 'Some kinds of interaction' },
  { value: 'threshold', label: 'Value at or above a threshold' },
  { value: 'graded', label: 'Graded by value' },
];

const timeTieRules: readonly { value: TimeTies; label: string }[] = [
  { value: 'id', label: 'The larger id' },
  { value: 'row', label: 'The later row of the file' },
  { value: 'all', label: 'All are tested' },
  { value: 'random', label: 'A seeded draw' },
];
const scoreTieRules: readonly { value: ScoreTies; label: string }[] = [
  { value: 'row', label: 'The earlier row of the file' },
  { value: 'id', label: 'The smaller id' },
  { value: 'random', label: 'A seeded draw' },
];

/** Menus stay inside the popover, which a click outside closes. */
const inside = { comboboxProps: { withinPortal: false } };

/** Another test means other numbers for every variant, so it is applied as a whole. */
export function TestForm({ onDone }: { readonly onDone: () => void }): ReactElement {
  const [split, setSplit] = useState(labDocument().split);
  const [relevance, setRelevance] = useState(labDocument().relevance);
  const [scoreTies, setScoreTies] = useState(labDocument().scoreTies);
  const [seed, setSeed] = useState<number | string>(labDocument().seed);
  const apply = (): void => {
    useLab
      .getState()
      .change((document) => ({ ...document, split, relevance, scoreTies, seed: typeof seed === 'number' ? seed : document.seed }));
    onDone();
  };
  return (
    <Stack gap={10}>
      <SplitFields split={split} onChange={setSplit} />
      <RelevanceFields relevance={relevance} onChange={setRelevance} />
      <Select
        label="Equal scores"
        description="Which ranks first"
        allowDeselect={false}
        data={scoreTieRules}
        value={scoreTies}
        onChange={(rule) => rule !== null && setScoreTies(rule)}
        {...inside}
      />
      <NumberInput label="Seed" allowDecimal={false} value={seed} onChange={setSeed} />
      <Button onClick={apply}>Apply to all variants</Button>
    </Stack>
  );
}

interface SplitProps {
  readonly split: LabDocument['split'];
  readonly onChange: (split: LabDocument['split']) => void;
}

function SplitFields({ split, onChange }: SplitProps): ReactElement {
  const { data: registries } = useRegistries();
  const entry = registries?.splits.find(({ id }) => id === split.id);
  return (
    <>
      <Select
        label="Split"
        description={entry?.description}
        allowDeselect={false}
        data={(registries?.splits ?? []).map(({ id, label }) => ({ value: id, label }))}
        value={split.id}
        onChange={(id) => id !== null && onChange({ ...split, id, params: {} })}
        {...inside}
      />
      {entry && <SchemaForm schema={entry.params} values={split.params} onChange={(params) => onChange({ ...split, params })} />}
      <Select
        label="Equal timestamps"
        description="Which counts as later when a split falls between them"
        allowDeselect={false}
        data={timeTieRules}
        value={split.timeTies}
        onChange={(rule) => rule !== null && onChange({ ...split, timeTies: rule })}
        {...inside}
      />
    </>
  );
}

interface RelevanceProps {
  readonly relevance: LabDocument['relevance'];
  readonly onChange: (relevance: LabDocument['relevance']) => void;
}

function RelevanceFields({ relevance, onChange }: RelevanceProps): ReactElement {
  const { data: summary } = useSummary();
  const kinds = (summary?.kinds ?? []).map(({ kind }) => kind);
  return (
    <>
      <Select
        label="Relevance"
        allowDeselect={false}
        data={rules}
        value={relevance.rule}
        onChange={(rule) => onChange(relevanceOf(rule ?? 'any', kinds))}
        {...inside}
      />
      {relevance.rule === 'kind' && (
        <MultiSelect
          label="Kinds"
          data={kinds}
          value={relevance.kinds}
          onChange={(chosen) => chosen.length > 0 && onChange({ rule: 'kind', kinds: chosen })}
          {...inside}
        />
      )}
      {relevance.rule === 'threshold' && (
        <NumberInput
          label="Threshold"
          value={relevance.minimum}
          onChange={(minimum) => typeof minimum === 'number' && onChange({ rule: 'threshold', minimum })}
        />
      )}
    </>
  );
}
