import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useState, type ReactElement, type ReactNode } from 'react';
import type { CellVerdict } from '#shared/schemas/sensitivity';
import type { Variant } from '#shared/schemas/variant';
import { useRegistries } from '../../../api/queries';
import { EmptyState } from '../../../components/empty-state';
import { Failed } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { Loading } from '../../../components/loading';
import { LabNoteMark } from '../../../components/number-notes/lab-note-mark';
import { isCancelled } from '../../../logic/failure';
import { formatCount, formatValue, plural } from '../../../logic/format';
import { changeVariant, letterOf } from '../../../logic/lab-document';
import { parseMetricSpec } from '../../../logic/metric-spec';
import { useLab, useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import type { LiveTest } from '../hooks/prepare-arrays';
import { axisChoices, defaultAxes, type AxisChoice } from '../logic/sensitivity-axes';
import { cellAt, heatRange, positionOf, cellsWithVerdict, type GrowingGrid, type HeatKind } from '../logic/sensitivity-grid';
import classes from './diagnose.module.css';
import { SensitivityChart } from './sensitivity-chart';
import { NotedPoints } from './noted-points';
import { mapPlace } from '../logic/sensitivity-notes';
import { SensitivityPoint } from './sensitivity-point';
import local from './sensitivity.module.css';
import { useSensitivity } from './use-sensitivity';
import { useTestQuestion } from './use-test-question';

/** Two settings of the challenger (of the baseline alone) on the axes, a metric and the change of its lists as heat. */
export function SensitivityView(): ReactElement {
  const { data: registries } = useRegistries();
  const challenger = useLabView((view) => view.challenger);
  const variants = useLabDocument((document) => document.variants);
  const test = useTestQuestion();
  const found = variants.findIndex(({ key }) => key === challenger);
  const place = Math.max(0, found);
  const entry = variants[place];
  const variant = test.variants[place];
  const choices = entry && registries ? axisChoices(entry.variant, registries.signals) : [];
  const [chosen, choose] = useState<readonly [string, string] | null>(null);
  const initial = defaultAxes(choices);
  // Once, since the largest weights change while the point moves.
  if (chosen === null && initial) choose([initial[0].value, initial[1].value]);
  const pick = (index: 0 | 1): AxisChoice | undefined => choices.find(({ value }) => value === chosen?.[index]);
  const [x, y] = [pick(0), pick(1)];
  if (!entry || !variant || !x || !y) return <Loading label="Reading the settings" />;
  const baseline = place > 0 ? test.variants[0] : undefined;
  const select = (index: 0 | 1, value: string): void => {
    const next: [string, string] = [x.value, y.value];
    const other = index === 0 ? 1 : 0;
    if (next[other] === value) next[other] = next[index];
    next[index] = value;
    choose(next);
  };
  const options = choices.map(({ value, label }) => ({ value, label }));
  return (
    <div className={classes.view}>
      <div className={classes.controls}>
        <NativeSelect aria-label="Across" data={options} value={x.value} onChange={(event) => select(0, event.currentTarget.value)} />
        <span aria-hidden>×</span>
        <NativeSelect aria-label="Upwards" data={options} value={y.value} onChange={(event) => select(1, event.currentTarget.value)} />
        <span className={classes.note}>
          {letterOf(place)} · {entry.variant.name}
          {baseline ? ` against ${letterOf(0)}` : ' against itself as it is'}
        </span>
      </div>
      <Map
        key={`${entry.key} ${x.value} ${y.value}`}
        variantKey={entry.key}
        axes={[x, y]}
        test={{ ...test, variants: baseline ? [baseline, variant] : [variant] }}
      />
    </div>
  );
}

interface MapProps {
  readonly variantKey: string;
  readonly axes: readonly [AxisChoice, AxisChoice];
  readonly test: LiveTest;
}

const height = 380;

/** A choice among the Lab's metrics that have a value for each user. */
function useMetricChoice(): { options: string[]; metric: string; chooseMetric: (metric: string) => void } {
  const metrics = useLabDocument((document) => document.metrics);
  const { data: registries } = useRegistries();
  const options = metrics.filter((spec) => registries?.metrics.find(({ id }) => id === parseMetricSpec(spec).id)?.scope === 'user');
  const [chosen, chooseMetric] = useState<string | null>(null);
  return { options, metric: chosen !== null && options.includes(chosen) ? chosen : (options[0] ?? 'ndcg@10'), chooseMetric };
}

interface ControlProps {
  readonly options: string[];
  readonly metric: string;
  readonly kind: HeatKind;
  /** Lowest and highest heat of the cells computed so far. */
  readonly range: readonly [number, number] | null | undefined;
  readonly onMetric: (metric: string) => void;
  readonly onKind: (kind: HeatKind) => void;
  readonly children: ReactNode;
}

const MapControls = ({ options, metric, kind, range, onMetric, onKind, children }: ControlProps): ReactElement => (
  <div className={classes.controls}>
    <NativeSelect
      aria-label="Metric of the map"
      data={options.length > 0 ? options : [metric]}
      value={metric}
      onChange={(event) => onMetric(event.currentTarget.value)}
    />
    <SegmentedControl
      aria-label="Heat"
      size="xs"
      data={[
        { value: 'value', label: 'Metric' },
        { value: 'churn', label: 'Change of lists' },
      ]}
      value={kind}
      onChange={(value) => onKind(value === 'churn' ? 'churn' : 'value')}
    />
    {range && (
      <span className={local.scale}>
        {formatValue(range[0])} <i aria-hidden /> {formatValue(range[1])}
      </span>
    )}
    {children}
  </div>
);

/** One map, which stays where it was drawn while the current point moves over it. */
function Map({ variantKey, axes: [x, y], test }: MapProps): ReactElement {
  const { options, metric, chooseMetric } = useMetricChoice();
  const [kind, setKind] = useState<HeatKind>('value');
  // The axes' own settings stay those of the moment the map was drawn: moving the point does not draw it again.
  const [anchor, setAnchor] = useState({ x, y });
  const varied = test.variants.at(-1) as Variant;
  const anchored = anchor.y.set(anchor.x.set(varied, anchor.x.now), anchor.y.now);
  const { grid, error, job, retry } = useSensitivity({
    ...test,
    variants: [...test.variants.slice(0, -1), anchored],
    ...{ x: anchor.x.axis, y: anchor.y.axis, metric },
  });
  const move = (toX: number, toY: number): void =>
    useLab
      .getState()
      .change((document) => changeVariant(document, variantKey, (old) => y.set(x.set(old, toX), toY)), `map ${x.value} ${y.value}`);
  const moved = x.now !== anchor.x.now || y.now !== anchor.y.now;
  const here = grid && cellAt(grid, Math.round(positionOf(grid.frame.x, x.now)), Math.round(positionOf(grid.frame.y, y.now)));
  const verdict = here?.verdict ?? grid?.frame.current.verdict ?? 'undecided';
  const range = grid && heatRange(grid, kind);
  if (error && !isCancelled(error)) return <Failed error={error} title="The map could not be computed" onRetry={retry} />;
  return (
    <>
      <MapControls {...{ options, metric, kind, range }} onMetric={chooseMetric} onKind={setKind}>
        {moved && <DrawFromHere onClick={() => setAnchor({ x, y })} />}
      </MapControls>
      {job && (
        <div className={classes.job}>
          <JobProgress job={job} />
        </div>
      )}
      {error && (
        <EmptyState inline title="Not finished" text="The map was cancelled; the cells computed so far are shown.">
          <Button onClick={retry}>Compute</Button>
        </EmptyState>
      )}
      {grid ? (
        <>
          <div className={classes.controls}>
            <VerdictHere grid={grid} verdict={verdict} value={here?.value} metric={metric} />
            <LabNoteMark place={mapPlace({ variantKey, metric, axes: [x, y], value: here?.value })} />
          </div>
          <div className={local.map}>
            <SensitivityChart grid={grid} kind={kind} verdict={verdict} xName={x.label} yName={y.label} height={height} />
            <SensitivityPoint
              {...{ x: grid.frame.x, y: grid.frame.y, xNow: x.now, yNow: y.now, xName: x.label, yName: y.label }}
              onMove={move}
              onRest={() => useLab.getState().endGesture()}
            />
            <NotedPoints variantKey={variantKey} metric={metric} axes={[x, y]} grid={grid} />
          </div>
        </>
      ) : (
        !job && !error && <Loading label="Drawing the map" />
      )}
    </>
  );
}

interface VerdictHereProps {
  readonly grid: GrowingGrid;
  readonly verdict: CellVerdict;
  /** Of the metric at the current point, once its cell is computed. */
  readonly value: number | null | undefined;
  readonly metric: string;
}

/** The verdict here, and in how many cells it is the same. */
const VerdictHere = ({ grid, verdict, value, metric }: VerdictHereProps): ReactElement => (
  <p className={`${classes.note} ${local.here}`} title={grid.frame.statements.join('\n')} role="status">
    {`Here ${verdict}${value === undefined ? '' : `, ${metric} ${formatValue(value)}`}. The verdict is the same in ${formatCount(cellsWithVerdict(grid, verdict))} of ${plural(grid.count, 'cell')} (outlined); each cell is judged by itself, n = ${formatCount(grid.frame.pairCount)}`}
  </p>
);

const DrawFromHere = ({ onClick }: { readonly onClick: () => void }): ReactElement => (
  <Button
    size="compact-xs"
    variant="default"
    title="Draw the map around the current point and count the change of lists from it"
    onClick={onClick}
  >
    Draw from here
  </Button>
);
