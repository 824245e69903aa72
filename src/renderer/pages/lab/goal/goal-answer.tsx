import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { goalOutputSchema, type GoalOutput } from '#shared/schemas/goal';
import { api } from '../../../api/client';
import { useSignals } from '../../../api/use-signals';
import { CopyTable } from '../../../components/copy-table';
import { formatDifference, formatValue, plural } from '../../../logic/format';
import { patchVariant } from '../../../logic/lab-document';
import { closeGoal } from '../../../stores/goal-store';
import { useLab } from '../../../stores/lab-store';
import diagnose from '../diagnose/diagnose.module.css';
import { JobAnswerFrame } from '../diagnose/job-answer-frame';
import { useJobAnswer } from '../diagnose/use-job-answer';
import { changeText, conflictSentences, goalTable } from '../logic/goal';
import classes from './goal.module.css';

type Question = Parameters<ReturnType<typeof api>['diagnose']['goal']>[0];

/** The nearest weights with what they do to everybody, to accept or not; or why there are none. */
export function GoalAnswer({ variantKey, question }: { readonly variantKey: string; readonly question: Question }): ReactElement {
  const answer = useJobAnswer({
    kind: 'goal',
    question,
    start: (asked) => api().diagnose.goal(asked),
    read: (result) => goalOutputSchema.parse(result),
  });
  return (
    <JobAnswerFrame answer={answer} title="The weights could not be computed">
      {(data) => <Answer data={data} variantKey={variantKey} />}
    </JobAnswerFrame>
  );
}

function Answer({ data, variantKey }: { readonly data: GoalOutput; readonly variantKey: string }): ReactElement {
  const { labelOf } = useSignals();
  const { status, changes, weights, conflict, collateral } = data;
  if (status === 'already') return <p role="status">The list has this order already.</p>;
  if (conflict) {
    return (
      <div role="status" className={classes.answer}>
        <b>{conflict.kind === 'dominated' ? 'No weights give this order' : 'Each move is possible, but not all of them together'}</b>
        <ul>
          {conflictSentences(conflict, labelOf).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
    );
  }
  const accept = (): void => {
    if (weights) useLab.getState().change((document) => patchVariant(document, variantKey, { weights }));
    useLab.getState().endGesture();
    closeGoal();
  };
  return (
    <div className={classes.answer}>
      <p role="status">
        <b>The smallest change of weights,</b> verified by ranking again:{' '}
        {changes.map((change) => `${labelOf(change.signal)} ${changeText(change)}`).join(', ')}
      </p>
      {collateral && <Collateral collateral={collateral} />}
      <div className={classes.controls}>
        <Button onClick={accept}>Use these weights</Button>
        <CopyTable what="weights" table={() => goalTable(data)} />
      </div>
    </div>
  );
}

function Collateral({ collateral }: { readonly collateral: NonNullable<GoalOutput['collateral']> }): ReactElement {
  return (
    <>
      <div className={diagnose.frame} role="region" aria-label="All test users before and after" tabIndex={0}>
        <table className={diagnose.table}>
          <thead>
            <tr>
              <th scope="col">{plural(collateral.measuredUserCount, 'test user')}</th>
              <th scope="col" className={diagnose.number}>
                now
              </th>
              <th scope="col" className={diagnose.number}>
                then
              </th>
              <th scope="col" className={diagnose.number}>
                difference
              </th>
              <th scope="col">verdict</th>
            </tr>
          </thead>
          <tbody>
            {collateral.comparisons.map((one) => (
              <tr key={one.spec} title={one.reason}>
                <th scope="row">{one.spec}</th>
                <td className={diagnose.number}>{formatValue(one.baselineValue)}</td>
                <td className={diagnose.number}>{formatValue(one.value)}</td>
                <td className={diagnose.number}>{formatDifference(one.difference)}</td>
                <td className={classes[one.verdict]}>{one.verdict}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {collateral.losers.map(({ segmentation, segment, userCount, comparison }) => (
        <p key={`${segmentation} ${segment} ${comparison.spec}`} className={classes.worse}>
          {segmentation} “{segment}” ({plural(userCount, 'user')}) loses {formatDifference(comparison.difference)} {comparison.spec}
        </p>
      ))}
    </>
  );
}
