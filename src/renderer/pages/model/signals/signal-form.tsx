import { Button, Select, Stack, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { NamedSignal } from '#shared/schemas/signal';
import { useRegistries } from '../../../api/queries';
import { undoSignalChange, useDefineSignal, useSignalInputs } from '../../../api/signals';
import { FailureNotice } from '../../../components/failed';
import { notifyUndo } from '../../../components/notify';
import { SchemaForm } from '../../../components/schema-form';
import { toFailure } from '../../../logic/failure';
import { FileButtons } from './file-buttons';
import { declaredKind, idProblem, isComplete } from './draft';

interface Props {
  readonly draft: NamedSignal;
  readonly defined: readonly NamedSignal[];
  readonly onChange: (draft: NamedSignal) => void;
}

const declarations = [
  { value: 'undeclared', label: 'Not declared' },
  { value: 'static', label: 'Static: not derived from interactions' },
  { value: 'date', label: 'Data up to a date' },
];
const directions = [
  { value: 'higher', label: 'a higher value' },
  { value: 'lower', label: 'a lower value' },
];
const today = (): string => new Date().toISOString().slice(0, 10);

/** One definition; the fields of its kind come from the registry. */
export function SignalForm({ draft, defined, onChange }: Props): ReactElement {
  const { data: registries } = useRegistries();
  const { data: suggestions } = useSignalInputs();
  const define = useDefineSignal();
  const kinds = registries?.signalKinds ?? [];
  const kind = kinds.find(({ id }) => id === draft.kind);
  const patch = (part: Partial<NamedSignal>): void => onChange({ ...draft, ...part });
  const problem = idProblem(draft.id);
  const known = defined.some(({ id }) => id === draft.id);
  const save = (): void =>
    define.mutate(draft, {
      onSuccess: ({ id }) => notifyUndo(`${known ? 'Changed' : 'Defined'} the signal ${id}`, () => void undoSignalChange()),
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack gap={10}>
        <TextInput
          label="Name"
          description="Of its weight, and in formulas"
          value={draft.id}
          error={problem}
          onChange={(event) => patch({ id: event.currentTarget.value })}
        />
        <Select
          label="Kind"
          data={kinds.map(({ id, label }) => ({ value: id, label }))}
          value={draft.kind}
          description={kind?.description}
          allowDeselect={false}
          onChange={(next) => next !== null && next !== draft.kind && patch({ kind: next, params: {} })}
        />
        {kind && (
          <>
            <SchemaForm schema={kind.params} values={draft.params} suggestions={suggestions} onChange={(params) => patch({ params })} />
            <FileButtons schema={kind.params} draft={draft} onChange={(params) => patch({ params })} />
          </>
        )}
        <Select
          label="Better is"
          data={directions}
          value={draft.direction}
          allowDeselect={false}
          onChange={(next) => patch({ direction: next === 'lower' ? 'lower' : 'higher' })}
        />
        <KnownAtFields knownAt={draft.knownAt} onChange={(knownAt) => patch({ knownAt })} />
        {define.error && <FailureNotice failure={toFailure(define.error)} />}
        <Button type="submit" loading={define.isPending} disabled={problem !== null || !isComplete(draft, kind?.params)}>
          {known ? 'Save the change' : 'Define the signal'}
        </Button>
      </Stack>
    </form>
  );
}

interface KnownAtProps {
  readonly knownAt: NamedSignal['knownAt'];
  readonly onChange: (knownAt: NamedSignal['knownAt']) => void;
}

function KnownAtFields({ knownAt, onChange }: KnownAtProps): ReactElement {
  return (
    <>
      <Select
        label="Data behind the values"
        description="It cannot be verified, so every result states this declaration"
        data={declarations}
        value={declaredKind(knownAt)}
        allowDeselect={false}
        onChange={(next) => onChange(next === 'date' ? today() : next === 'static' ? 'static' : null)}
      />
      {declaredKind(knownAt) === 'date' && (
        <TextInput
          type="date"
          label="Newest data used"
          value={knownAt?.slice(0, 10) ?? ''}
          onChange={(event) => event.currentTarget.value !== '' && onChange(event.currentTarget.value)}
        />
      )}
    </>
  );
}
