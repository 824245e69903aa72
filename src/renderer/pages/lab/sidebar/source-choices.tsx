import { Checkbox, NumberInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { CandidateSettings } from '#shared/schemas/variant';
import { runPolicySchema } from '#shared/schemas/foreign-run';
import { useRegistries, useRuns } from '../../../api/queries';
import { SchemaForm } from '../../../components/schema-form';
import { isRun, runId, runOfSource } from '../logic/run-sources';
import classes from './sidebar.module.css';

type Sources = CandidateSettings['sources'];

export const asCount = (value: number | string, otherwise: number): number =>
  typeof value === 'number' && value >= 1 ? Math.round(value) : otherwise;

interface Props {
  readonly sources: Sources;
  readonly onChange: (sources: Sources) => void;
}

/** Which sources a pool is made of, RankLab's own and the stored runs, and how many candidates each may give. */
export function SourceChoices({ sources, onChange }: Props): ReactElement {
  const { data } = useRegistries();
  const { data: runs = [] } = useRuns();
  const own = (data?.candidateSources ?? []).filter(({ id }) => id !== runId);
  const runParams = data?.candidateSources.find(({ id }) => id === runId)?.params;
  const put = (index: number, patch: Partial<Sources[number]>): void =>
    onChange(sources.map((source, s) => (s === index ? { ...source, ...patch } : source)));
  return (
    <>
      {own.map(({ id, label, description }) => (
        <div key={id}>
          <SourceLine
            {...{ label, sources, onChange, put }}
            title={description}
            index={sources.findIndex((source) => source.id === id)}
            added={{ id, limit: 200, params: {} }}
          />
        </div>
      ))}
      {runs.map(({ sha256, file }) => {
        const index = sources.findIndex((source) => runOfSource(source) === sha256);
        const source = sources[index];
        return (
          <div key={sha256}>
            <SourceLine
              {...{ label: file, sources, onChange, put, index }}
              title={`A run made elsewhere, SHA-256 ${sha256.slice(0, 12)}`}
              added={{ id: runId, limit: 1000, params: { run: sha256, ...runPolicySchema.parse({}) } }}
            />
            {source && isRun(source) && runParams && (
              <details>
                <summary className={classes.more}>How {file} is read</summary>
                <SchemaForm
                  schema={withoutRun(runParams)}
                  values={source.params}
                  onChange={(params) => put(index, { params: { ...params, run: sha256 } })}
                />
              </details>
            )}
          </div>
        );
      })}
    </>
  );
}

interface LineProps extends Props {
  readonly label: string;
  readonly title: string;
  /** Of the source among the chosen ones; −1 where it is not chosen. */
  readonly index: number;
  /** What is added when the source is chosen. */
  readonly added: Sources[number];
  readonly put: (index: number, patch: Partial<Sources[number]>) => void;
}

/** One source: whether it is used, and its number of candidates. */
const SourceLine = ({ label, title, index, added, sources, onChange, put }: LineProps): ReactElement => (
  <div className={classes.line}>
    <Checkbox
      label={label}
      title={title}
      checked={index >= 0}
      disabled={index >= 0 && sources.length === 1}
      onChange={(event) => onChange(event.currentTarget.checked ? [...sources, added] : sources.filter((_, s) => s !== index))}
      style={{ flex: 1, minWidth: 0 }}
    />
    {sources[index] && (
      <NumberInput
        w={86}
        min={1}
        max={10_000}
        aria-label={`Candidates from ${label}`}
        value={sources[index].limit}
        onChange={(value) => put(index, { limit: asCount(value, sources[index]?.limit ?? 1) })}
      />
    )}
  </div>
);

/** The policy alone: which run it is for is chosen by its name. */
function withoutRun(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { run: _run, ...properties } = (schema['properties'] ?? {}) as Record<string, unknown>;
  return { ...schema, properties };
}
