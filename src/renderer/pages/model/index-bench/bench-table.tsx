import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { BuildSettings, ModelStatus } from '#shared/schemas/model';
import type { IndexBench } from '#shared/schemas/index-bench';
import { api } from '../../../api/client';
import { finished } from '../../../api/workspaces';
import { FailureNotice } from '../../../components/failed';
import { notifyDone } from '../../../components/notify';
import { toFailure } from '../../../logic/failure';
import { formatBytes, formatCount, formatDuration } from '../../../logic/format';
import layout from '../../../components/form-and-results.module.css';
import { benchRows, isInUse, isSet, parameterText, settingsFor } from './bench-rows';

interface Props {
  readonly bench: IndexBench;
  readonly status: ModelStatus | undefined;
}

/** The measurements, with the row in use marked; another row can be put to use. */
export function BenchTable({ bench, status }: Props): ReactElement {
  const use = useMutation({
    mutationFn: async (settings: BuildSettings) => finished((await api().model.build(settings)).jobId),
    onSuccess: (_job, { index }) => notifyDone(`The indexes are of the type ${index.type} now`),
  });
  const problems = bench.types.filter(({ problem }) => problem !== null);
  return (
    <>
      <div className={layout.scroll}>
        <table className={layout.table}>
          <thead>
            <tr>
              <th scope="col">Type</th>
              <th scope="col">Parameter</th>
              {[`Recall@${bench.neighborCount}`, 'ms per query', 'Queries/s, one', 'Queries/s, batch', 'Build', 'Memory'].map((heading) => (
                <th key={heading} scope="col" className={layout.number}>
                  {heading}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {benchRows(bench).map(({ key, bench: { type, buildSeconds, bytes }, point, first }) => (
              <tr key={key} aria-current={isInUse(bench, { type, point, first }, status) || undefined}>
                <th scope="row">{type}</th>
                <td>{parameterText(point)}</td>
                <td className={layout.number}>{point.recall.toFixed(4)}</td>
                <td className={layout.number}>{point.millisecondsPerQuery.toFixed(3)}</td>
                <td className={layout.number}>{formatCount(Math.round(point.queriesPerSecondOne))}</td>
                <td className={layout.number}>{formatCount(Math.round(point.queriesPerSecondBatch))}</td>
                <td className={layout.number}>{first ? formatDuration(buildSeconds * 1000) : ''}</td>
                <td className={layout.number}>{first ? formatBytes(bytes) : ''}</td>
                <td className={layout.number}>
                  {isInUse(bench, { type, point, first }, status) ? (
                    <b>in use</b>
                  ) : (
                    status && (
                      <Button
                        variant="subtle"
                        size="compact-xs"
                        aria-label={`Use ${[type, parameterText(point)].filter(Boolean).join(', ')}`}
                        title="Builds both indexes again with this type; embeddings and factors stay as they are if nothing else changed"
                        loading={use.isPending && use.variables.index.type === type && isSet(use.variables, point)}
                        disabled={use.isPending}
                        onClick={() => use.mutate(settingsFor(status.settings, type, point))}
                      >
                        Use this
                      </Button>
                    )
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {use.error && <FailureNotice failure={toFailure(use.error)} title="The build failed; the previous models are unchanged" />}
      {problems.map(({ type, problem }) => (
        <p key={type} className={layout.hint}>
          {type} was not measured: {problem}
        </p>
      ))}
    </>
  );
}
