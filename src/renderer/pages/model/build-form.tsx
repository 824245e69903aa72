import { Autocomplete, Button, NumberInput, Select } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import type { BuildSettings } from '#shared/schemas/model';
import type { Registries } from '#shared/schemas/system';
import { useRegistries } from '../../api/queries';
import { SchemaForm } from '../../components/schema-form';
import { choose, withParams, type Part } from '../../logic/build-settings';
import classes from './model.module.css';

interface Props {
  readonly settings: BuildSettings;
  readonly onChange: (settings: BuildSettings) => void;
  readonly built: boolean;
  readonly busy: boolean;
  readonly onBuild: () => void;
}

const indexTypes = ['auto', 'Flat', 'HNSW32', 'IVF256,Flat', 'IVF256,PQ16', 'SQ8'];
const cellValues = [
  { value: 'binary', label: '1 for every seen video' },
  { value: 'count', label: 'how often it was seen' },
  { value: 'value', label: 'the value (rating, fraction)' },
];
const valuesOf = (text: string | null): BuildSettings['factors']['values'] => (text === 'count' || text === 'value' ? text : 'binary');

/** The choices of a build; the forms come from the registries. */
export function BuildForm({ settings, onChange, built, busy, onBuild }: Props): ReactElement {
  const { data } = useRegistries();
  const { embeddings, factors, index, seed } = settings;
  const count = (value: number | string, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onBuild();
      }}
    >
      <PartForm
        part="embeddings"
        label="Embeddings"
        none="None"
        entries={data?.embeddingProviders ?? []}
        value={embeddings?.provider ?? null}
        params={embeddings?.params ?? {}}
        settings={settings}
        onChange={onChange}
      />
      <PartForm
        part="factors"
        label="Factors"
        entries={data?.factorMethods ?? []}
        value={factors.method}
        params={factors.params}
        settings={settings}
        onChange={onChange}
      >
        <Select
          label="A cell of the matrix is"
          allowDeselect={false}
          data={cellValues}
          value={factors.values}
          onChange={(values) => onChange({ ...settings, factors: { ...factors, values: valuesOf(values) } })}
        />
        <NumberInput
          label="Number of factors"
          min={1}
          max={1000}
          value={factors.factorCount}
          onChange={(value) => onChange({ ...settings, factors: { ...factors, factorCount: count(value, factors.factorCount) } })}
        />
      </PartForm>
      <PartForm
        part="index"
        label="Index"
        none="Best of this machine"
        noneValue="auto"
        entries={data?.indexBackends ?? []}
        value={index.backend}
        params={index.params}
        settings={settings}
        onChange={onChange}
      >
        <Autocomplete
          label="Type"
          description="auto, or a FAISS description such as Flat, HNSW32, IVF256,Flat"
          data={indexTypes}
          value={index.type}
          onChange={(type) => onChange({ ...settings, index: { ...index, type: type.trim() === '' ? 'auto' : type.trim() } })}
        />
      </PartForm>
      <div className={classes.part}>
        <NumberInput
          label="Seed"
          value={seed}
          allowDecimal={false}
          onChange={(value) => onChange({ ...settings, seed: count(value, seed) })}
        />
        <Button type="submit" fullWidth mt={12} loading={busy}>
          {built ? 'Build again' : 'Build'}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly part: Part;
  readonly label: string;
  /** Text of the choice that names no entry. */
  readonly none?: string;
  readonly noneValue?: string;
  readonly entries: Registries['factorMethods'];
  readonly value: string | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly settings: BuildSettings;
  readonly onChange: (settings: BuildSettings) => void;
  readonly children?: ReactNode;
}

function PartForm({ part, label, none, noneValue = '', entries, value, params, settings, onChange, children }: PartProps): ReactElement {
  const entry = entries.find(({ id }) => id === value);
  const options = entries.map(({ id, label: name }) => ({ value: id, label: name }));
  const pick = (id: string | null): void => onChange(choose(settings, part, id === '' ? null : id));
  return (
    <div className={classes.part}>
      <Select
        label={label}
        allowDeselect={false}
        data={none === undefined ? options : [{ value: noneValue, label: none }, ...options]}
        value={value ?? noneValue}
        onChange={pick}
      />
      {entry && <p className={classes.hint}>{entry.description}</p>}
      {children}
      {entry && <SchemaForm schema={entry.params} values={params} onChange={(next) => onChange(withParams(settings, part, next))} />}
    </div>
  );
}
