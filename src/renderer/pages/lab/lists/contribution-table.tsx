import type { ReactElement } from 'react';
import type { RankedVideo } from '#shared/schemas/ranking';
import { formatDifference, formatValue, formatWeight, plural } from '../../../logic/format';
import { useSignals } from '../../../api/use-signals';
import classes from './lists.module.css';

interface Props {
  readonly contributions: RankedVideo['contributions'];
  readonly score: number | null;
  readonly sources?: readonly string[];
  /** Where foreign runs have the video. */
  readonly runs?: RankedVideo['runs'];
}

/** Why a video has its position: signal × weight, summing to the score. Signals with weight 0 are only counted. */
export function ContributionTable({ contributions, score, sources = [], runs = [] }: Props): ReactElement {
  const { labelOf, colorOf } = useSignals();
  const counting = contributions.filter(({ weight, contribution }) => weight !== 0 || contribution !== 0);
  const silent = contributions.length - counting.length;
  return (
    <table className={classes.contributions}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Signal</span>
          </th>
          <th scope="col">value</th>
          <th scope="col">normalised</th>
          <th scope="col">weight</th>
          <th scope="col">adds</th>
        </tr>
      </thead>
      <tbody>
        {counting.map(({ signal, raw, normalized, weight, contribution }) => (
          <tr key={signal}>
            <th scope="row">
              <i className={classes.swatch} style={{ background: colorOf(signal), display: 'inline-block', marginRight: 6 }} />
              {labelOf(signal)}
            </th>
            <td>{formatValue(raw)}</td>
            <td>{formatValue(normalized)}</td>
            <td>{formatWeight(weight)}</td>
            <td>{formatDifference(contribution)}</td>
          </tr>
        ))}
        {silent > 0 && (
          <tr>
            <th scope="row" colSpan={5} className={classes.zero}>
              {plural(silent, 'signal')} without weight
            </th>
          </tr>
        )}
      </tbody>
      <tfoot>
        {runs.map(({ sha256, file, position, score: own }) => (
          <tr key={sha256}>
            <th scope="row" colSpan={5}>
              From {file}, score {formatValue(own)}, position {position}
            </th>
          </tr>
        ))}
        <tr>
          <th scope="row" colSpan={4}>
            Score{sources.length > 0 ? ` · found by ${sources.map((id) => labelOf(id, 'source')).join(', ')}` : ''}
          </th>
          <td>{formatValue(score)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
