import { useMemo, type ReactElement, type ReactNode } from 'react';
import type { BuildReport } from '#shared/schemas/model';
import { CurveChart } from '../../charts/curve-chart';
import { Panel } from '../../components/panel';
import { Stats } from '../../components/stats';
import { cumulative, reportStats } from './logic/build-settings';
import { stageText } from './logic/build-presets';
import { formatDuration } from '../../logic/format';
import { IndexReportPanel } from './index-report-panel';
import { usePartLabel } from './use-part-label';
import layout from '../../components/form-and-results.module.css';
import classes from './model.module.css';

interface Props {
  readonly report: BuildReport;
  /** More about the embeddings. */
  readonly children: ReactNode;
}

export function BuildReportPanels({ report, children }: Props): ReactElement {
  const labelOf = usePartLabel();
  const explained = useMemo(() => cumulative(report.explainedVarianceFractions), [report]);
  const singular = useMemo(() => report.singularValues.map((value, index) => [index + 1, value] as const), [report]);
  const stages = Object.entries(report.millisecondsByStage);
  return (
    <>
      <Stats items={reportStats(report)} />
      <div className={classes.charts}>
        <Panel title="Explained variance" note="cumulative, by the first n factors">
          <CurveChart name="Explained variance" xName="factors" yName="share" points={explained} area />
        </Panel>
        <Panel title="Singular values">
          <CurveChart name="Singular values" xName="factor" yName="value" points={singular} />
        </Panel>
      </div>
      <IndexReportPanel indexes={report.indexes} />
      {children}
      <Panel
        title="Time"
        note={
          report.embeddings ? `${labelOf('embeddingProviders', report.embeddings.provider)}, ${report.embeddings.model}` : 'no embeddings'
        }
      >
        <table className={layout.table}>
          <tbody>
            {stages.map(([stage, milliseconds]) => (
              <tr key={stage}>
                <th scope="row">{stageText(stage)}</th>
                <td className={layout.number}>{formatDuration(milliseconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </>
  );
}
