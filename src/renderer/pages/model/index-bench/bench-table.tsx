import type { ReactElement } from 'react';
import type { IndexBench } from '#shared/schemas/index-bench';
import { formatBytes, formatCount, formatDuration } from '../../../logic/format';
import layout from '../../../components/form-and-results.module.css';
import { benchRows, parameterText } from './bench-rows';

export function BenchTable({ bench }: { readonly bench: IndexBench }): ReactElement {
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
            </tr>
          </thead>
          <tbody>
            {benchRows(bench).map(({ key, bench: { type, buildSeconds, bytes }, point, first }) => (
              <tr key={key}>
                <th scope="row">{type}</th>
                <td>{parameterText(point)}</td>
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
