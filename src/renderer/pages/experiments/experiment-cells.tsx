import { Checkbox } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ExperimentSummary } from '#shared/contract/experiment';
import { differenceText } from './logic/difference-text';
import type { ExperimentRow } from './logic/experiment-rows';
import { useSignals } from '../../api/use-signals';
import { formatValue, formatWeight } from '../../logic/format';
import { useExperimentsView } from '../../stores/experiments-store';
import classes from './experiments.module.css';

/** Selects a run for comparison. */
export function Tick({ experiment: { id, name } }: { readonly experiment: ExperimentSummary }): ReactElement {
  const { ticked, tick } = useExperimentsView();
  return <Checkbox aria-label={`Compare ${name}`} checked={ticked.includes(id)} onChange={() => tick(id)} />;
}

export function Open({ experiment: { id, name } }: { readonly experiment: ExperimentSummary }): ReactElement {
  return (
    <button type="button" className={classes.open} onClick={() => useExperimentsView.getState().update({ opened: id })}>
      {name}
    </button>
  );
}

/** The difference from the first variant with the interval of the corrected test. */
const intervalText = ({ difference, low, high }: ExperimentSummary['metrics'][number]): string =>
  differenceText({ difference, interval: { low, high }, correctedInterval: { low, high } });

/** The weights in which the best variant differs from the first, or where that is best the challenger; the largest change first. */
export function WeightChanges({ experiment: { weightChanges } }: { readonly experiment: ExperimentSummary }): ReactElement {
  const { labelOf } = useSignals();
  const words = weightChanges.map(({ signal, from, to }) => `${labelOf(signal)} ${formatWeight(from)} → ${formatWeight(to)}`);
  return <span title={words.join('\n')}>{words.join(', ')}</span>;
}

/** A metric of the best variant: its value, and its difference from the first, or where that is best the challenger's, with interval and verdict. */
export function Value({ row: { metrics }, spec }: { readonly row: ExperimentRow; readonly spec: string }): ReactElement {
  const metric = metrics.get(spec);
  const verdict = metric?.verdict;
  return (
    <span title={metric?.compared === undefined ? metric?.reason : `${metric.compared} against the first variant: ${metric.reason}`}>
      {formatValue(metric?.value)}
      {verdict && (
        <span className={classes[verdict]}>
          {metric.compared !== undefined && <span className="visually-hidden"> {metric.compared}</span>}
          {metric.difference !== undefined && ` ${intervalText(metric)} `}
          <span className={`${classes.chip} ${classes[verdict]}`}>{verdict}</span>
        </span>
      )}
    </span>
  );
}

/** The variant whose lead is decided; the numbers beside it are those of the variant with the largest value. */
export function Winner({ experiment: { winner, bestVariant } }: { readonly experiment: ExperimentSummary }): ReactElement {
  if (winner !== null) return <>{winner}</>;
  return (
    <span className={classes.mute} title={`${bestVariant} has the largest value of the first metric; its lead is not decided`}>
      no clear winner
    </span>
  );
}
