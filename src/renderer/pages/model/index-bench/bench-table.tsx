import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { BuildSettings, ModelStatus } from '#shared/schemas/model';
import type { IndexBench } from '#shared/schemas/index-bench';
import { api } from '../../../api/client';
import { finished } from '../../../api/workspaces';
import { notifyDone, notifyFailure } from '../../../components/notify';
import { formatBytes, formatCount, formatDuration } from '../../../logic/format';
import layout from '../../../components/form-and-results.module.css';
import { benchRows, isInUse, parameterText, settingsFor } from './bench-rows';

interface Props {
  readonly bench: IndexBench;
  readonly status: ModelStatus | undefined;
}

type Row = ReturnType<typeof benchRows>[number];
type UseCellProps = Props & Pick<Row, 'point' | 'first'> & { readonly type: string };

/** Marks the row in use, or puts another to use. */
function UseCell({ bench, status, type, point, first }: UseCellProps): ReactElement | null {
  const use = useMutation({
    mutationFn: async (settings: BuildSettings) => finished((await api().model.build(settings)).jobId),
    onSuccess: (_job, { index }) => notifyDone(`The indexes are of the type ${index.type} now`),
    onError: (error) => notifyFailure('The build failed; the previous models are unchanged', error),
  });
  if (isInUse(bench, { type, point, first }, status)) return <b>in use</b>;
  if (!status) return null;
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      aria-label={`Use ${[type, parameterText(point)].filter(Boolean).join(', ')}`}
      title="Builds both indexes again with this type; embeddings and factors stay as they are if nothing else changed"
      loading={use.isPending}
      onClick={() => use.mutate(settingsFor(status.settings, type, point))}
    >
      Use this
    </Button>
  );
}

/** The measurements, with the row in use marked; another row can be put to use. */
export function BenchTable({ bench, status }: Props): ReactElement {
  const problems = bench.types.filter(({ problem }) => problem !== null);
  return (
    <>
      <div className={layout.scroll} tabIndex={0} role="region" aria-label="Table of index types">
        <table className={`${layout.table} ${layout.wide}`}>
          <thead>
            <tr>
              <th scope="col">Type</th>
              <th scope="col">Parameter</th>
              <th scope="col">
                <span className="visually-hidden">Choice</span>
              </th>
              {[`Recall@${bench.neighborCount}`, 'ms per query', 'Queries/s, one', 'Queries/s, batch', 'Build', 'Memory'].map((heading) => (
                <th key={heading} scope="col" className={layout.number}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {benchRows(bench).map(({ key, bench: { type, buildSeconds, bytes }, point, first }) => (
              <tr key={key} aria-current={isInUse(bench, { type, point, first }, status) || undefined}>
                <th scope="row">{type}</th>
                <td>{parameterText(point)}</td>
                <td>
                  <UseCell {...{ bench, status, type, point, first }} />
                </td>
                <td className={layout.number}>{point.recall.toFixed(4)}</td>
                <td className={layout.number}>{point.millisecondsPerQuery.toFixed(3)}</td>
                <td className={layout.number}>{formatCount(Math.round(point.queriesPerSecondOne))}</td>
                <td className={layout.number}>{formatCount(Math.round(point.queriesPerSecondBatch))}</td>
                <td className={layout.number}>{first ? formatDuration(buildSeconds * 1000) : ''}</td>
                <td className={layout.number}>{first ? formatBytes(bytes) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problems.map(({ type, problem }) => (
        <p key={type} className={layout.hint}>
          {type} was not measured: {problem}
        </p>
      ))}
    </>
  );
}
