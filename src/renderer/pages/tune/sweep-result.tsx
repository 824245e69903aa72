import { Button } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import type { SweepOutput } from '#shared/schemas/sweep';
import { useSettingNames } from '../../api/use-setting-names';
import { LabNoteMark } from '../../components/number-notes/lab-note-mark';
import type { LabVariant } from '../../logic/lab-document';
import { sweepPlace } from './logic/sweep-notes';
import { ConventionList } from '../../components/convention-list';
import { CopyTable } from '../../components/copy-table';
import { Panel } from '../../components/panel';
import { Statements } from '../../components/statements';
import { useLabDocument } from '../../stores/lab-store';
import { addToLab } from './add-to-lab';
import { frontRows, settingsTable, sweptVariant, variantOf } from './logic/sweep-rows';
import { ParallelCoordinates } from './parallel-coordinates';
import { FrontChart } from './front-chart';
import layout from '../../components/form-and-results.module.css';
import classes from './tune.module.css';

/** The settings of a sweep: the front, the winner, and what it brings. */
export function SweepResult({ output }: { readonly output: SweepOutput }): ReactElement {
  // Not the variant chosen in the form, which may be another one by now.
  const subject = useLabDocument(({ variants }) => sweptVariant(output, variants));
  const { verdict, honest, objectives, statements, variant, winner } = output;
  const [first, second] = objectives;
  return (
    <>
      <Panel
        title={verdict === 'better' ? 'Better than the start' : 'Nothing better than the start'}
        note={`${first?.spec ?? ''}, ${output.userCount} users of the validation part`}
        actions={
          <Button size="compact-sm" disabled={winner === 0} onClick={() => addToLab(variant)}>
            Add the winner to the Lab
          </Button>
        }
      >
        <dl className={classes.facts}>
          <Fact label="Start, later interactions" value={honest.start} />
          <Fact label="Winner, later interactions" value={honest.value} />
          <div>
            <dt>Difference, 95%</dt>
            <dd>
              {shown(honest.difference.value)}{' '}
              <small>
                [{shown(honest.difference.low)}, {shown(honest.difference.high)}]
              </small>
            </dd>
          </div>
          <Fact label="Winner, the interactions that chose it" value={output.naive} note="optimistic" />
        </dl>
        <Statements statements={statements} />
        <ConventionList conventions={output.conventions} />
      </Panel>
      {second && (
        <Panel title="Trade-off" note="filled: Pareto front">
          <FrontChart output={output} subject={subject} />
        </Panel>
      )}
      <Panel title="Settings and objectives" note="a line for each setting; the Pareto front in colour">
        <ParallelCoordinates output={output} />
      </Panel>
      <Panel title="Pareto front" actions={<CopyTable table={() => settingsTable(output)} what="every setting" />}>
        <FrontTable output={output} subject={subject} />
      </Panel>
    </>
  );
}

interface TableProps {
  readonly output: SweepOutput;
  /** The variant of the Lab that was swept, which keeps the notes; undefined where it is gone. */
  readonly subject: LabVariant | undefined;
}

/** The settings that no other one beats in every objective. */
function FrontTable({ output, subject }: TableProps): ReactElement {
  const { objectives, winner, variant } = output;
  const paths = Object.keys(output.settings[1]?.values ?? {});
  const { nameOf } = useSettingNames(variant);
  return (
    <div className={layout.scroll} tabIndex={0} role="region" aria-label="Table of settings">
      <table className={`${layout.table} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <td />
            {objectives.map(({ spec }) => (
              <th key={spec} scope="col" className={layout.number}>
                {spec}
              </th>
            ))}
            {paths.map((path) => (
              <th key={path} scope="col" className={layout.number}>
                {nameOf(path)}
              </th>
            ))}
            <th scope="col">Guard-rails</th>
          </tr>
        </thead>
        <tbody>
          {frontRows(output).map(({ index, label, setting }) => (
            <tr key={index} className={index === winner ? classes.front : undefined}>
              <th scope="row">{label}</th>
              <td>
                {index > 0 && (
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={`Add ${label} to the Lab`}
                    onClick={() => addToLab(variantOf(output, setting))}
                  >
                    Add to the Lab
                  </Button>
                )}
              </td>
              {objectives.map(({ spec }) => (
                <MetricCell key={spec} metric={setting.metrics.find((one) => one.spec === spec)} withInterval={index > 0}>
                  {subject && <LabNoteMark place={sweepPlace(subject.key, setting, spec, nameOf)} />}
                </MetricCell>
              ))}
              {paths.map((path) => (
                <td key={path} className={layout.number}>
                  {String(setting.values[path] ?? '')}
                </td>
              ))}
              <td className={layout.hint}>{setting.breaks.join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface MetricCellProps {
  readonly metric: SweepOutput['settings'][number]['metrics'][number] | undefined;
  readonly withInterval: boolean;
  readonly children: ReactNode;
}

const MetricCell = ({ metric, withInterval, children }: MetricCellProps): ReactElement => (
  <td className={layout.number}>
    {shown(metric?.value ?? null)}
    {metric?.difference && withInterval && (
      <small className={layout.hint}>
        {' '}
        [{shown(metric.difference.low)}, {shown(metric.difference.high)}]
      </small>
    )}
    {children}
  </td>
);

const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(4));

const Fact = ({ label, value, note }: { readonly label: string; readonly value: number | null; readonly note?: string }): ReactElement => (
  <div>
    <dt>{label}</dt>
    <dd>
      {shown(value)} {note !== undefined && <small>{note}</small>}
    </dd>
  </div>
);
