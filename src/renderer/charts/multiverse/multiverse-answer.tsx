import { Button, Group, Select } from '@mantine/core';
import { useCallback, useState, type ReactElement } from 'react';
import type { MultiverseResult, MultiverseSummary } from '#shared/schemas/multiverse';
import { specificationCurve, type CurvePoint } from '#shared/specification-curve';
import { SpecificationChart } from '../specification-chart';
import { CopyTable } from '../../components/copy-table';
import { NotesOnPoints } from '../../components/number-notes/notes-on-points';
import { curvePlace, pointText, type PointNotes } from './point-notes';
import { formatDifference, formatPercent, plural } from '../../logic/format';
import { influenceTable } from '../../logic/specification-tables';
import classes from './multiverse.module.css';

interface Props {
  readonly result: MultiverseResult;
  readonly notes: PointNotes;
  readonly onBack: () => void;
}

/** How the variant fares over all specifications: in words, as a curve, and by choice. */
export function MultiverseAnswer({ result, notes, onBack }: Props): ReactElement {
  const [variant, setVariant] = useState(result.summaries[0]?.variant ?? '');
  const summary = result.summaries.find((candidate) => candidate.variant === variant) ?? result.summaries[0];
  if (!summary) return <p>No variant was compared.</p>;
  return (
    <div className={classes.answer}>
      <p className={classes.sentence} role="status">
        {summary.sentence}
      </p>
      {result.labels.map((label) => (
        <p key={label} className={classes.label}>
          {label}
        </p>
      ))}
      {result.summaries.length > 1 && (
        <Select
          label={`Against ${result.baseline}`}
          data={result.summaries.map((one) => one.variant)}
          value={summary.variant}
          onChange={(value) => value !== null && setVariant(value)}
          allowDeselect={false}
          w={260}
        />
      )}
      <div className={classes.frame} role="region" aria-label="Specification curve" tabIndex={0}>
        <div className={classes.chart}>
          <NotedCurve result={result} variant={summary.variant} notes={notes} />
        </div>
      </div>
      <Influences summary={summary} choices={result.choices} />
      <Group justify="space-between" gap={10}>
        <span className={classes.note}>
          {plural(result.specifications.length, 'specification')}
          {result.sampled ? `, drawn from ${plural(result.total, 'combination')}` : ''}; intervals and verdicts of each by itself
        </span>
        <Group gap={10}>
          <NotesOnPoints points={() => notedPoints(result, summary.variant, notes)} />
          <CopyTable what="choices" table={() => influenceTable(summary)} />
          <Button variant="default" onClick={onBack}>
            Change the choices
          </Button>
        </Group>
      </Group>
    </div>
  );
}

/** The curve with the notes on its points: a click on one opens its note. */
function NotedCurve({ result, variant, notes }: Pick<Props, 'result' | 'notes'> & { readonly variant: string }): ReactElement {
  const noteOf = useCallback((point: CurvePoint) => notes.textOf(curvePlace(result, variant, point)), [result, variant, notes]);
  const open = useCallback((point: CurvePoint) => notes.open(curvePlace(result, variant, point)), [result, variant, notes]);
  return <SpecificationChart result={result} variant={variant} noteOf={noteOf} onPick={open} />;
}

const notedPoints = (result: MultiverseResult, variant: string, notes: PointNotes) =>
  specificationCurve(result, variant).map((point) => {
    const place = curvePlace(result, variant, point);
    return {
      id: String(point.rank),
      label: `${formatDifference(point.effect.difference)} · ${pointText(result, point)}`,
      note: notes.textOf(place),
      onOpen: () => notes.open(place),
    };
  });

interface InfluencesProps {
  readonly summary: MultiverseSummary;
  readonly choices: MultiverseResult['choices'];
}

function Influences({ summary, choices }: InfluencesProps): ReactElement {
  const varying = summary.influences.filter(({ options }) => options.length > 1);
  return (
    <div className={classes.frame} role="region" aria-label="What each choice explains" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Choice</th>
            <th scope="col" className={classes.number} title="η² of the main effect on the difference">
              Explains
            </th>
            <th scope="col" className={classes.number} title="Pairs that differ in this choice alone and in which another variant leads">
              Pairs flipped
            </th>
            <th scope="col">Option</th>
            <th scope="col" className={classes.number}>
              Mean difference
            </th>
            <th scope="col" className={classes.number}>
              Leads
            </th>
            <th scope="col" className={classes.number}>
              Clearly
            </th>
          </tr>
        </thead>
        {varying.map(({ choice, explained, flippedPairs, options }) => (
          <tbody key={choice}>
            {options.map(({ label, meanDifference, leads, clearlyLeads, specifications }, o) => (
              <tr key={label} className={o === 0 ? classes.first : undefined}>
                {o === 0 && (
                  <>
                    <th scope="rowgroup" rowSpan={options.length}>
                      {choices.find(({ id }) => id === choice)?.label ?? choice}
                      {summary.flippedBy === choice && <span className={classes.flip}>flips</span>}
                    </th>
                    <td rowSpan={options.length} className={classes.number}>
                      {formatPercent(explained)}
                    </td>
                    <td rowSpan={options.length} className={classes.number}>
                      {formatPercent(flippedPairs)}
                    </td>
                  </>
                )}
                <td>{label}</td>
                <td className={classes.number}>{formatDifference(meanDifference)}</td>
                <td className={classes.number}>
                  {leads} of {specifications}
                </td>
                <td className={classes.number}>{clearlyLeads}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
