import { Checkbox } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ExperimentSummary } from '#shared/contract/experiment';
import type { ExperimentRow } from './logic/experiment-rows';
import { formatValue } from '../../logic/format';
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

/** A metric of the best variant, coloured by its verdict. */
export function Value({ row: { metrics }, spec }: { readonly row: ExperimentRow; readonly spec: string }): ReactElement {
  const metric = metrics.get(spec);
  const verdict = metric?.verdict;
  return (
    <span className={verdict ? classes[verdict] : undefined} title={metric?.reason}>
      {formatValue(metric?.value)}
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
