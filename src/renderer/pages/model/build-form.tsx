import { Button, NumberInput, Select } from '@mantine/core';
import type { ReactElement } from 'react';
import type { BuildReport, BuildSettings } from '#shared/schemas/model';
import type { Registries } from '#shared/schemas/system';
import { useRegistries } from '../../api/queries';
import { buildPresets, presetOf } from './logic/build-presets';
import layout from '../../components/form-and-results.module.css';
import { EmbeddingCost } from './embedding-cost';
import { IndexForm } from './index-form';
import { PartForm } from './part-form';
import classes from './model.module.css';

interface Props {
  readonly settings: BuildSettings;
  readonly onChange: (settings: BuildSettings) => void;
  readonly built: boolean;
  readonly busy: boolean;
  readonly report: BuildReport | null;
  readonly onBuild: () => void;
}

const cellValues = [
  { value: 'binary', label: '1 for every watched video' },
  { value: 'count', label: 'the number of views' },
  { value: 'value', label: 'the value (rating, fraction)' },
];
const count = (value: number | string, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
const valuesOf = (text: string | null): BuildSettings['factors']['values'] => (text === 'count' || text === 'value' ? text : 'binary');

/** The settings of a build, in three folded parts; the button stays in reach. The forms are generated from the registries. */
export function BuildForm({ settings, onChange, built, busy, report, onBuild }: Props): ReactElement {
  const { data } = useRegistries();
  const { embeddings, factors } = settings;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onBuild();
      }}
    >
      <PresetSelect settings={settings} onChange={onChange} />
      <PartForm
        part="embeddings"
        label="Embeddings"
        none="None"
        entries={data?.embeddingProviders ?? []}
        value={embeddings?.provider ?? null}
        params={embeddings?.params ?? {}}
        settings={settings}
        onChange={onChange}
        footer={<EmbeddingFooter settings={settings} providers={data?.embeddingProviders ?? []} />}
      />
      <PartForm
        part="factors"
        label="Factors"
        entries={data?.factorMethods ?? []}
        value={factors.method}
        params={factors.params}
        settings={settings}
        onChange={onChange}
        summary={`${factors.factorCount} factors`}
      >
        <Select
          label="Matrix cell"
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
      <IndexForm settings={settings} onChange={onChange} report={report} />
      <div className={classes.start}>
        <SeedField settings={settings} onChange={onChange} />
        <Button type="submit" fullWidth loading={busy}>
          {built ? 'Build again' : 'Build'}
        </Button>
      </div>
    </form>
  );
}

/** What is missing on the service's machine, else the cost. */
function EmbeddingFooter({ settings, providers }: Pick<Props, 'settings'> & { providers: Registries['embeddingProviders'] }): ReactElement {
  const install = providers.find(({ id }) => id === settings.embeddings?.provider)?.install;
  if (install === null || install === undefined) return <EmbeddingCost settings={settings} />;
  return (
    <p className={layout.hint} role="status">
      The packages that run such models are not installed on the service’s machine. To install them, run <code>{install}</code> in RankLab’s
      folder.
    </p>
  );
}

function PresetSelect({ settings, onChange }: Pick<Props, 'settings' | 'onChange'>): ReactElement {
  const preset = presetOf(settings);
  return (
    <>
      <Select
        label="Preset"
        allowDeselect={false}
        data={[
          ...buildPresets.map(({ id, label }) => ({ value: id, label })),
          { value: '', label: 'Settings of your own', disabled: true },
        ]}
        value={preset?.id ?? ''}
        onChange={(id) => {
          const chosen = buildPresets.find((entry) => entry.id === id);
          if (chosen) onChange({ ...settings, ...chosen.settings });
        }}
      />
      <p className={layout.hint}>{preset?.description ?? 'Settings of your own, in the three parts below.'}</p>
    </>
  );
}

const SeedField = ({ settings, onChange }: Pick<Props, 'settings' | 'onChange'>): ReactElement => (
  <NumberInput
    label="Seed"
    value={settings.seed}
    allowDecimal={false}
    onChange={(value) => onChange({ ...settings, seed: count(value, settings.seed) })}
  />
);
