import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { testPartText } from '#shared/test-part-text';
import { api } from '../../../api/client';
import { keys } from '../../../api/query-keys';
import { Failed } from '../../../components/failed';
import { Loading } from '../../../components/loading';
import { formatCount, formatDay, formatMinute, plural } from '../../../logic/format';
import { labDocument } from '../../../stores/lab-store';
import classes from './verdict.module.css';

/** Every look at the test part, newest first: when, and how many tests it made. */
export function LooksLedger(): ReactElement {
  const { split, relevance, seed, variants } = labDocument();
  const question = { split, relevance, seed, variants: variants.slice(0, 1).map(({ variant }) => variant) };
  const { data, error, refetch } = useQuery({
    queryKey: keys.looks(JSON.stringify(question)),
    queryFn: ({ signal }) => api().experiment.looks(question, { signal }),
    staleTime: 0,
  });
  if (error) return <Failed error={error} title="The ledger cannot be read" onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Reading the ledger" />;
  return (
    <div className={classes.ledger}>
      <p>
        A look is one configuration whose test numbers were shown; the same numbers again keep their number.{' '}
        {plural(data.looks.length, 'look')} made {plural(data.tests, 'test')}. Verdicts here are corrected over the tests on screen; “count
        looks” in a protocol corrects over all of them.
      </p>
      <div className={classes.ledgerFrame} tabIndex={0} role="region" aria-label="Looks, newest first">
        <table>
          <thead>
            <tr>
              <th scope="col">Look</th>
              <th scope="col">When (UTC)</th>
              <th scope="col">Tests</th>
            </tr>
          </thead>
          <tbody>
            {data.looks.toReversed().map(({ number, atMs, tests }) => (
              <tr key={number}>
                <td>{formatCount(number)}</td>
                <td>{atMs === null ? 'not recorded' : formatMinute(atMs)}</td>
                <td>{formatCount(tests)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <OtherParts />
    </div>
  );
}

/** Every test part of the workspace: looks at another split are counted apart. */
function OtherParts(): ReactElement | null {
  const { data } = useQuery({
    queryKey: keys.ledger,
    queryFn: ({ signal }) => api().experiment.ledger(undefined, { signal }),
    staleTime: 0,
  });
  if (!data || data.parts.length < 2) return null;
  return (
    <details>
      <summary>All {plural(data.parts.length, 'test part')} of this workspace</summary>
      <div className={classes.ledgerFrame} tabIndex={0} role="region" aria-label="Test parts">
        <table>
          <thead>
            <tr>
              <th scope="col">Test part</th>
              <th scope="col">Looks</th>
              <th scope="col">Tests</th>
            </tr>
          </thead>
          <tbody>
            {data.parts.map((part) => (
              <tr key={part.number}>
                <td>
                  {testPartText(part)}
                  {part.startMs !== null && ` (from ${formatDay(part.startMs)})`}
                </td>
                <td>{formatCount(part.looks)}</td>
                <td>{formatCount(part.tests)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
