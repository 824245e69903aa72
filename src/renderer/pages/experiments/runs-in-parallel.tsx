import { Button } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import type { ExperimentSummary } from '#shared/contract/experiment';
import { useSignals } from '../../api/use-signals';
import { ParallelChart } from '../../charts/parallel/parallel-chart';
import { ChoiceMenu } from '../../components/pickers/choice-menu';
import { plural } from '../../logic/format';
import { settingLabel } from '../../logic/variant-diff';
import { useExperimentsView } from '../../stores/experiments-store';
import { commonMetrics } from './logic/experiment-rows';
import { runAxes, runLines, runTable, variedSettings } from './logic/parallel-runs';
import classes from './experiments.module.css';

/** Shown while nothing is chosen. */
const USUAL_SETTINGS = 6;
const USUAL_METRICS = 3;

/** The shown runs over settings and metrics of their best challengers, the ticked ones each in a colour. */
export function RunsInParallel({ experiments }: { readonly experiments: readonly ExperimentSummary[] }): ReactElement | null {
  const { labelOf } = useSignals();
  const { ticked, update } = useExperimentsView();
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const varied = useMemo(() => variedSettings(experiments), [experiments]);
  const measured = useMemo(() => commonMetrics(experiments, Infinity), [experiments]);
  const usual = [...varied.slice(0, USUAL_SETTINGS), ...measured.slice(0, USUAL_METRICS)];
  const shown = (chosen ?? usual).join('\n');
  const [settings, metrics] = useMemo(() => {
    const wanted = new Set(shown.split('\n'));
    return [varied.filter((path) => wanted.has(path)), measured.filter((spec) => wanted.has(spec))];
  }, [varied, measured, shown]);
  const axes = useMemo(
    () => runAxes(experiments, settings, metrics, (path) => settingLabel(path, labelOf)),
    [experiments, settings, metrics, labelOf],
  );
  const lines = useMemo(() => runLines(experiments, ticked), [experiments, ticked]);
  if (experiments.length < 2) return null;
  return (
    <section aria-label="Runs in parallel" className={classes.below}>
      <div className={classes.bar}>
        <h3 className={classes.heading}>Settings and metrics</h3>
        <span className={classes.mute}>of each run’s best challenger; ticked runs in colour</span>
        <span className={classes.spacer} />
        <ChoiceMenu
          label="Choose axes"
          name="Axes"
          all={[...varied.map((id) => ({ id, label: settingLabel(id, labelOf) })), ...measured.map((id) => ({ id, label: id }))]}
          chosen={chosen ?? usual}
          isUsual={chosen === null}
          usualLabel="The usual axes"
          onChoose={setChosen}
        />
      </div>
      {varied.length === 0 && <p className={classes.mute}>The best challengers of these runs have the same settings.</p>}
      {axes.length < 2 ? (
        <p className={classes.mute}>Choose at least two axes.</p>
      ) : (
        <ParallelChart
          name="Runs in parallel"
          label={`Settings and metrics of ${plural(experiments.length, 'run')}, a line for each`}
          axes={axes}
          lines={lines}
          table={() => runTable(experiments, settings, metrics)}
          what={(count) => plural(count, 'run')}
          actions={(ids) => (
            <Button variant="default" size="compact-xs" disabled={ids.length === 0} onClick={() => update({ ticked: ids })}>
              Tick these runs
            </Button>
          )}
        />
      )}
    </section>
  );
}
