import { Button, NumberInput, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState, type ReactElement } from 'react';
import { z } from 'zod';
import { generatorParamsSchema, type GeneratorParams } from '#shared/schemas/dataset';
import { api } from '../../../api/client';
import { toFailure } from '../../../logic/failure';
import { useRegistries, useWorkspace } from '../../../api/queries';
import { finished } from '../../../api/workspaces';
import { CurveChart } from '../../../charts/curve-chart';
import { FailureNotice } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { notifyDone } from '../../../components/notify';
import { Panel } from '../../../components/panel';
import { SchemaForm } from '../../../components/schema-form';
import { Stats } from '../../../components/stats';
import { formatPercent } from '../../../logic/format';
import { previewGenerator } from '../logic/generator-preview';
import { useJobs } from '../../../stores/jobs-store';
import { useNavigation } from '../../../stores/navigation-store';
import layout from '../form-columns.module.css';
import classes from './generate.module.css';

const counts = ['users', 'videos', 'interactions', 'seed'] as const;
const countLabels = { users: 'Users', videos: 'Videos', interactions: 'Interactions', seed: 'Seed' } as const;
const { properties = {}, ...rest } = z.toJSONSchema(generatorParamsSchema, { io: 'input', unrepresentable: 'any' });
const shapeSchema = {
  ...rest,
  properties: Object.fromEntries(
    Object.entries(properties).filter(([name]) => !(counts as readonly string[]).includes(name) && name !== 'startMs'),
  ),
};

/** Starts the job, follows it, and shows the generated data when it is done. */
function useGenerate() {
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJobs((state) => (jobId === null ? undefined : state.jobs[jobId]));
  const go = useNavigation((navigation) => navigation.go);
  const generate = useMutation({
    mutationFn: async (params: GeneratorParams) => {
      const started = await api().dataset.generate(params);
      setJobId(started.jobId);
      await finished(started.jobId);
    },
    onSuccess: () => {
      notifyDone('Generated');
      if (useNavigation.getState().route.page === 'data') go('data', { view: 'overview' });
    },
    onSettled: () => setJobId(null),
  });
  return { generate, job };
}

/** Generates a catalogue, users and views; previews the distributions first. */
export function GeneratePanel(): ReactElement {
  const [values, setValues] = useState<Record<string, unknown>>(() => ({ ...generatorParamsSchema.parse({}) }));
  const { generate, job } = useGenerate();
  const { data: workspace } = useWorkspace();
  const parsed = useMemo(() => generatorParamsSchema.safeParse(values), [values]);
  return (
    <div className={`${layout.columns} ${classes.columns}`}>
      <Panel title="Size">
        <SizeFields values={values} onChange={setValues} />
        <details className={classes.more}>
          <summary>Shape: popularity, activity, taste, time</summary>
          <SchemaForm schema={shapeSchema} values={values} onChange={setValues} />
        </details>
        {!parsed.success && (
          <p className={classes.problem}>{parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}</p>
        )}
        {generate.error && <FailureNotice failure={toFailure(generate.error)} />}
        {job ? (
          <JobProgress job={job} />
        ) : (
          <Button
            mt={14}
            disabled={!parsed.success}
            loading={generate.isPending}
            onClick={() => parsed.success && generate.mutate(parsed.data)}
          >
            {workspace?.hasData ? 'Generate and replace the data' : 'Generate'}
          </Button>
        )}
      </Panel>
      <Panel title="Preview" note="expected values, before generating">
        {parsed.success && <Preview params={parsed.data} />}
      </Panel>
    </div>
  );
}

interface SizeProps {
  readonly values: Readonly<Record<string, unknown>>;
  readonly onChange: (values: Record<string, unknown>) => void;
}

/** How many users, videos and interactions, from a preset or one by one. */
function SizeFields({ values, onChange }: SizeProps): ReactElement {
  const presets = useRegistries().data?.generatorPresets ?? [];
  const preset = presets.find(({ defaults }) => counts.every((name) => name === 'seed' || defaults[name] === values[name]));
  return (
    <>
      <Select
        label="Preset"
        mb={10}
        allowDeselect={false}
        data={[...presets.map(({ id, label }) => ({ value: id, label })), { value: '', label: 'As set below', disabled: true }]}
        value={preset?.id ?? ''}
        onChange={(id) => {
          const chosen = presets.find((entry) => entry.id === id);
          if (chosen) onChange({ ...chosen.defaults, seed: values['seed'] });
        }}
      />
      {preset && <p className={layout.hint}>{preset.description}</p>}
      <div className={classes.counts}>
        {counts.map((name) => (
          <NumberInput
            key={name}
            label={countLabels[name]}
            value={typeof values[name] === 'number' ? values[name] : ''}
            thousandSeparator=","
            allowDecimal={false}
            allowNegative={name === 'seed'}
            onChange={(value) => onChange({ ...values, [name]: typeof value === 'number' ? value : undefined })}
          />
        ))}
      </div>
    </>
  );
}

function Preview({ params }: { readonly params: GeneratorParams }): ReactElement {
  const deferred = useDeferredValue(params);
  const preview = useMemo(() => previewGenerator(deferred), [deferred]);
  return (
    <>
      <Stats
        items={[
          ['Views per user', preview.viewsPerUser.toFixed(1)],
          ['Empty cells', formatPercent(preview.sparsity, 2)],
          ['The top 1% of videos get', formatPercent(preview.topShare, 1)],
        ]}
      />
      <CurveChart name="Expected popularity" xName="rank" yName="views" points={preview.curve} logarithmic height={230} />
    </>
  );
}
