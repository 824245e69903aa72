import type { ReactElement } from 'react';
import type { LensOutput } from '#shared/schemas/live';
import { CopyTable } from '../../../components/copy-table';
import { formatShare, plural } from '../../../logic/format';
import { letterOf } from '../../../logic/lab-document';
import { clearRule, lensGroups, lensSentence, lensTable } from '../logic/lens';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { LensRow } from './lens-row';
import classes from './lens.module.css';

interface Props {
  readonly answer: LensOutput;
  readonly names: readonly string[];
}

/** Whether the winner flips, in words, and every definition with its values. */
export function LensAnswer({ answer, names }: Props): ReactElement {
  const { views, userCount } = answer;
  const challengerKey = useLabView((view) => view.challenger);
  const place = useLabDocument((document) => document.variants.findIndex(({ key }) => key === challengerKey));
  // The variant compared with the baseline in the Lab, or the second one.
  const challenger = place > 0 && place < names.length ? place : names.length > 1 ? 1 : null;
  const comparison = views[0]?.comparisons[0];
  return (
    <div className={classes.answer}>
      <p className={classes.sentence} role="status">
        {lensSentence(views)}
      </p>
      <div className={classes.frame} role="region" aria-label="Definitions and their values" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Definition</th>
              {names.map((name, v) => (
                <th key={v} scope="col" className={classes.number} title={name}>
                  {letterOf(v)}
                </th>
              ))}
              {challenger !== null && (
                <th scope="col" className={classes.number}>
                  {letterOf(challenger)} − {letterOf(0)}
                </th>
              )}
              <th scope="col">Winner</th>
            </tr>
          </thead>
          {lensGroups(views).map(({ zero, views: some }) => (
            <tbody key={String(zero)}>
              <tr className={classes.group}>
                <th scope="rowgroup" colSpan={names.length + 3}>
                  {zero ? 'Users without a relevant video or a list count as 0' : 'Users without a relevant video or a list are left out'}
                </th>
              </tr>
              {some.map((view) => (
                <LensRow key={view.spec} view={view} challenger={challenger} requested={view === views[0]} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
      <div className={classes.foot}>
        <span>
          {plural(userCount, 'test user')}
          {comparison &&
            ` · ${formatShare(comparison.interval.level)} intervals, ${comparison.intervalMethod}, each by itself; ${clearRule(comparison.interval.level)}`}
        </span>
        <CopyTable what="definitions" table={() => lensTable(answer, names)} />
      </div>
    </div>
  );
}
