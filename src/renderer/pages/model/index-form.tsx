import { Autocomplete, Select } from '@mantine/core';
import type { ReactElement } from 'react';
import type { BuildReport, BuildSettings } from '#shared/schemas/model';
import { useDoctor, useRegistries } from '../../api/queries';
import { SchemaForm } from '../../components/schema-form';
import { indexMetricLabels, withMetric, withParams, withType } from './logic/build-settings';
import layout from '../../components/form-and-results.module.css';
import { PartForm } from './part-form';

const types = ['auto', 'Flat', 'HNSW32', 'IVF256,Flat', 'IVF256,PQ16', 'SQ8'];
const metrics = Object.entries(indexMetricLabels).map(([value, label]) => ({ value, label }));

interface Props {
  readonly settings: BuildSettings;
  readonly onChange: (settings: BuildSettings) => void;
  /** The last build's report with the reason for the type. */
  readonly report: BuildReport | null;
}

/** Backend, type, metric and parameters of the indexes, with the reason for automatic choices. */
export function IndexForm({ settings, onChange, report }: Props): ReactElement {
  const { data: registries } = useRegistries();
  const { data: doctor } = useDoctor();
  const { index } = settings;
  const inUse = doctor?.indexBackends.find((backend) => backend.inUse)?.id;
  const automatic = index.backend === 'auto' ? registries?.indexBackends.find(({ id }) => id === inUse) : undefined;
  const hasParams = automatic && Object.keys((automatic.params['properties'] as object | undefined) ?? {}).length > 0;
  const reason = index.type === 'auto' ? report?.indexes.find(({ typeReason }) => typeReason !== undefined)?.typeReason : undefined;
  return (
    <PartForm
      part="index"
      label="Index"
      none="Best on this machine"
      noneValue="auto"
      entries={registries?.indexBackends ?? []}
      value={index.backend}
      params={index.params}
      settings={settings}
      onChange={onChange}
      summary={index.type === 'auto' ? 'type by size' : index.type}
    >
      {automatic && <p className={layout.hint}>Here that is {automatic.label}.</p>}
      <Autocomplete
        label="Type"
        description="auto, or a FAISS factory string such as Flat, HNSW32, IVF256,Flat"
        data={types}
        value={index.type}
        onChange={(type) => onChange(withType(settings, type))}
      />
      {index.type === 'auto' && (
        <p className={layout.hint}>
          Automatic: Flat up to 100,000 vectors, HNSW32 above.{reason !== undefined && ` At the last build: ${reason}.`}
        </p>
      )}
      <Select
        label="Metric"
        allowDeselect={false}
        data={metrics}
        value={index.metric ?? 'auto'}
        onChange={(metric) => onChange(withMetric(settings, metric))}
      />
      {hasParams && (
        <details>
          <summary>Parameters of {automatic.label}</summary>
          <SchemaForm
            schema={automatic.params}
            values={index.params}
            onChange={(params) => onChange(withParams(settings, 'index', params))}
          />
        </details>
      )}
    </PartForm>
  );
}
