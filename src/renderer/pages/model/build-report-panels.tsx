import { useMemo, type ReactElement } from 'react';
import type { BuildReport } from '#shared/schemas/model';
import { CurveChart } from '../../charts/curve-chart';
import { CopyTable } from '../../components/copy-table';
import { Panel } from '../../components/panel';
import { Stats } from '../../components/stats';
import { cumulative, reportStats } from '../../logic/build-settings';
import { formatBytes, formatCount, formatDuration } from '../../logic/format';
import classes from './model.module.css';

const whichLabels = { content: 'Content', factors: 'Factors' } as const;

export function BuildReportPanels({ report }: { readonly report: BuildReport }): ReactElement {
  const explained = useMemo(() => cumulative(report.explainedVarianceFractions), [report]);
  const singular = useMemo(() => report.singularValues.map((value, index) => [index + 1, value] as const), [report]);
  const stages = Object.entries(report.millisecondsByStage);
  return (
    <>
      <Stats items={reportStats(report)} />
      <div className={classes.charts}>
        <Panel title="Explained variance" note="by the first n factors together">
          <CurveChart name="Explained variance" xName="factors" yName="share" points={explained} area />
        </Panel>
        <Panel title="Singular values">
          <CurveChart name="Singular values" xName="factor" yName="value" points={singular} />
        </Panel>
      </div>
      <Panel
        title="Index"
        actions={
          <CopyTable
            table={() => ({
              columns: ['vectors of', 'backend', 'description', 'count', 'dimensions', 'bytes'],
              rows: report.indexes.map((index) => [
                index.which,
                index.backend,
                index.description,
                index.count,
                index.dimensions,
                index.bytes,
              ]),
            })}
          />
        }
      >
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Vectors of</th>
              <th scope="col">Backend</th>
              <th scope="col">Index</th>
              <th scope="col" className={classes.number}>
                Count
              </th>
              <th scope="col" className={classes.number}>
                Dimensions
              </th>
              <th scope="col" className={classes.number}>
                Memory
              </th>
            </tr>
          </thead>
          <tbody>
            {report.indexes.map(({ which, backend, description, count, dimensions, bytes }) => (
              <tr key={which}>
                <th scope="row">{whichLabels[which]}</th>
                <td>{backend}</td>
                <td>{description}</td>
                <td className={classes.number}>{formatCount(count)}</td>
                <td className={classes.number}>{formatCount(dimensions)}</td>
                <td className={classes.number}>{formatBytes(bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title="Time" note={report.embeddings ? `${report.embeddings.provider}, ${report.embeddings.model}` : 'no embeddings'}>
        <table className={classes.table}>
          <tbody>
            {stages.map(([stage, milliseconds]) => (
              <tr key={stage}>
                <th scope="row">{stage}</th>
                <td className={classes.number}>{formatDuration(milliseconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </>
  );
}
